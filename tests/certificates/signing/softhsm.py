"""A real token by PKCS#11, made of software: SoftHSM, with a key, its certificate and its issuer's."""

import subprocess
from pathlib import Path

import pkcs11
from pkcs11.util.x509 import decode_x509_certificate

MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    *sorted(Path("/usr/lib").glob("*/softhsm/libsofthsm2.so")),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
)
LABEL, KEY, PIN = "SERTIFIKAT", "penanda-tangan", "123456"


def module() -> Path:
    """The driver, wherever the distribution puts it."""
    return next(path for path in MODULES if path.exists())


def configured(folder: Path) -> Path:
    """Tokens lie in that folder: the file that SOFTHSM2_CONF names."""
    (folder / "tokens").mkdir()
    path = folder / "softhsm2.conf"
    path.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    return path


def made(key: Path, chain: list[bytes]) -> None:
    """A token with that key (PEM, PKCS#8) and these certificates (DER), the key's own first."""
    _softhsm("--init-token", "--free", "--label", LABEL, "--so-pin", "87654321", "--pin", PIN)
    _softhsm("--import", str(key), "--token", LABEL, "--label", KEY, "--id", "01", "--pin", PIN)
    with pkcs11.lib(str(module())).get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        for number, certificate in enumerate(chain):
            described = decode_x509_certificate(certificate)
            described |= {
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: KEY if number == 0 else f"penerbit-{number}",
                pkcs11.Attribute.ID: bytes([number + 1]),
            }
            session.create_object(described)


def _softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
