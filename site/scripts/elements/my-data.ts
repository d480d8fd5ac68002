/** <jawara-my-data>: what is kept of a person, to take along, to put right, to allow, and to have erased. */

import { hrefTo } from "../address.ts";
import { ask } from "../api.ts";
import { actions, link, notice, paragraph, whileBusy } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { momentText } from "../format.ts";
import { MyData, type MyDataResult, RequestCorrection, RequestMyData } from "../generated/documents.ts";
import { withProof } from "../proof.ts";
import { consentList } from "../rights/consents.ts";
import { erasure } from "../rights/erasure.ts";
import { requestList } from "../rights/requests.ts";
import { attempt, showAt } from "../deeds.ts";
import { put, Screen, showToViewer } from "../screen.ts";
import { rememberAccount } from "../session.ts";
import * as words from "#messages/screen-rights.ts";

type Mine = NonNullable<MyDataResult["viewer"]>;

export class MyDataPage extends Screen {
  protected start(): void {
    this.#tendDownload();
    this.#tendCorrection();
    void this.#load();
  }

  #load(): Promise<void> {
    const load = async () => (await ask(MyData, {})).viewer;
    return showToViewer(this.within("state"), load, (mine) => {
      rememberAccount(mine.id);
      this.#draw(mine);
      this.within("mine").hidden = false;
      return [];
    });
  }

  #draw({ id, consents, consentVersion, dataRequests, erasesAt }: Mine): void {
    const again = () => this.#load();
    this.within("version").textContent = consentVersion;
    put(
      this.within("consents"),
      consentList({ account: id, version: consentVersion, given: consents, again }),
    );
    put(this.within("erasure"), erasure(erasesAt, again));
    put(this.within("requests"), requestList(dataRequests));
  }

  #tendDownload(): void {
    const place = this.within("download");
    const asked = this.querySelector<HTMLButtonElement>("[data-deed=download]");
    asked?.addEventListener("click", () =>
      void whileBusy(asked, async () => {
        await attempt(place, async () => {
          const { url, expiresAt, problems } = await withProof(async () =>
            (await ask(RequestMyData, {})).requestMyData
          );
          if (url) showAt(place, ready(url, expiresAt));
          return problems;
        });
      }));
  }

  #tendCorrection(): void {
    const form = this.within("correction") as HTMLFormElement;
    tend(form, async (values) => {
      const { problems } = (await ask(RequestCorrection, { text: text(values, "text") })).requestCorrection;
      if (problems.length > 0) return problems;
      form.reset();
      form.querySelector("[data-sent]")?.remove();
      const sent = notice(
        "good",
        words.requestSent,
        paragraph(words.requestSentHow),
      );
      sent.dataset["sent"] = "";
      form.prepend(sent);
      await this.#load();
      return [];
    });
  }
}

function ready(url: string, expiresAt: string | null): HTMLElement {
  return notice(
    "good",
    words.copyReady,
    expiresAt && paragraph(words.copyValidUntil({ expiresAt: momentText(expiresAt) })),
    actions(link(hrefTo(url), words.downloadZip, "primary")),
  );
}
