import { chromeHref, webViewIn } from "../../../site/scripts/webview.ts";
import { equals } from "./claims.ts";

const ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A045F Build/TP1A.220624.014; wv) AppleWebKit/537.36 " +
  "(KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

Deno.test("the inner browsers of chat and video apps are known by name", () => {
  const seen = [
    `${ANDROID} [FB_IAB/FB4A;FBAV/468.0.0.54.86;]`,
    `${ANDROID} [FB_IAB/Orca-Android;FBAV/461.0.0.33.109;]`,
    `${ANDROID} Instagram 334.0.0.42.95 Android (33/13; 300dpi)`,
    `${ANDROID} trill_2023405030 JsSdk/1.0 NetType/WIFI BytedanceWebview/d8a21c6`,
    `${ANDROID} Line/14.8.0/IAB`,
    `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/467.0.0.42.103;FBDV/iPhone12,1]`,
    `${IPHONE} Mobile/15E148 Instagram 334.0.4.32.98 (iPhone12,1; iOS 17_5)`,
    `${IPHONE} Mobile/15E148 Safari Line/14.8.0`,
  ].map((userAgent) => webViewIn(userAgent)).map((view) => `${view?.app} ${view?.system}`);
  equals(seen, [
    "Facebook android",
    "Messenger android",
    "Instagram android",
    "TikTok android",
    "LINE android",
    "Facebook ios",
    "Instagram ios",
    "LINE ios",
  ]);
});

Deno.test("an app that gives no name is known by what a web view lacks", () => {
  equals(webViewIn(ANDROID), { app: null, system: "android" });
  equals(webViewIn(`${IPHONE} Mobile/15E148`), { app: null, system: "ios" });
});

Deno.test("a browser of its own is no web view, nor is the installed site", () => {
  const browsers = [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
    `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
    `${IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`,
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "",
  ];
  equals(browsers.map((userAgent) => webViewIn(userAgent)), browsers.map(() => null));
  equals(webViewIn(`${IPHONE} Mobile/15E148`, true), null);
});

Deno.test("the link to Chrome keeps where the reader is, and a way for phones without Chrome", () => {
  const address = new URL("https://si-jawara.example/masuk/?lanjut=%2Fbiodata%2F%23Intent;package=jahat;end");
  equals(
    chromeHref(address),
    "intent://si-jawara.example/masuk/?lanjut=%2Fbiodata%2F%23Intent;package=jahat;end" +
      "#Intent;scheme=https;package=com.android.chrome;S.browser_fallback_url=" +
      "https%3A%2F%2Fsi-jawara.example%2Fmasuk%2F%3Flanjut%3D%252Fbiodata%252F%2523Intent%3Bpackage%3Djahat%3Bend;end",
  );
});
