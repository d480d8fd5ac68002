"""The process dies between the pass and the certificate."""

from pathlib import Path

import pytest

from tests.journey.running import running
from tests.journey.walker import Walker, sealed_course

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def test_a_killed_process_still_delivers_one_certificate(tmp_path: Path, migrated: Path) -> None:
    """The order for the certificate is in the transaction of the pass: what was acknowledged is kept, and done once."""
    course = sealed_course()
    with running(tmp_path / "var", migrated) as system, Walker(system, course) as walker:
        walker.join()
        walker.learn()
        walker.answer_paper()
        assert walker.submit()["passed"]
        # The worker is asked at once and renders for about a second: it is killed in the middle of it.
        system.kill()

        system.start()
        walker.sign_in()
        letter = walker.letter("Sertifikat Anda")
        certificates = walker.certificates()

        assert [one["number"][:10] for one in certificates] == ["503.5/0001"]
        assert certificates[0]["mailedAt"] is not None
        assert [attachment["type"] for attachment in letter["attachments"]] == ["application/pdf"]
        assert walker.download(certificates[0]["downloadUrl"]).startswith(b"%PDF-")
        assert sum("Sertifikat Anda" in one["subject"] for one in walker.letters()) == 1
        assert system.stop() == 0
