"""The preview over HTTP: what it shows, to whom, and what it keeps to itself."""

import httpx
import pytest

from courseware.messages import Language
from jawara.preview import PortTaken, start
from jawara.preview.server import NEWS, Server
from tests.content.courseware.builder import CourseFolder
from tests.jawara.preview.conftest import running

LESSON = "/kelas/k3/mengenal-pembeli/"
EVALUATION = "/kelas/k3/evaluasi/"
LESSON_FILE = "lessons/01-mengenal-pembeli.md"
EXPLANATIONS = {
    LESSON: "Pembeli utama terlihat dari catatan pesanan",
    EVALUATION: "Ciri menerangkan barang; manfaat menerangkan perubahan",
}


def fresh(server: Server, client: httpx.Client, path: str) -> str:
    """The page after a save: news of it come by the watch, which tests needn't wait for."""
    server.preview.changed([file for folder in server.preview.sources[:1] for file in folder.rglob("*.md")])
    return client.get(path).text


@pytest.mark.parametrize("path", EXPLANATIONS)
def test_the_key_is_shown_on_demand_alone(client: httpx.Client, path: str) -> None:
    """A preview is shown around a table; the key must not stand in it, hidden or not."""
    assert EXPLANATIONS[path] not in client.get(path).text
    for words in (f"{path}?kunci=ya", f"{path}?undian=3&kunci=ya"):
        assert EXPLANATIONS[path] in client.get(words).text
    assert EXPLANATIONS[path] not in client.get(f"{path}?kunci=1").text


def test_the_evaluation_shows_every_question_and_a_sample(client: httpx.Client) -> None:
    """The paper of one participant says nothing of the questions that it didn't draw."""
    page = client.get(f"{EVALUATION}?undian=4").text
    assert page.count("Apa beda ciri dan manfaat sebuah produk?") == 2
    assert "pratinjau:k3:4" in page
    assert f'href="{EVALUATION}?undian=5#naskah"' in page
    assert "pratinjau:k3:1&" in client.get(f"{EVALUATION}?undian=-1e9").text


def test_pages_have_the_policy_of_the_site_and_are_never_kept(client: httpx.Client) -> None:
    """What the site forbids must not work here first; and an old page would look like a lost save."""
    headers = client.get(LESSON).headers
    assert "require-trusted-types-for 'script'" in headers["content-security-policy"]
    assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex")
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("name", ["jahat.example", "127.0.0.1.jahat.example", "", "localhost.jahat.example:80"])
def test_another_name_for_this_machine_is_refused(client: httpx.Client, name: str) -> None:
    """A page on the internet could let its own name lead here, and read the key (DNS rebinding)."""
    refused = client.get(f"{EVALUATION}?kunci=ya", headers={"Host": name})
    assert (refused.status_code, refused.content) == (421, b"")
    for own in ("localhost:9", "[::1]:9", "192.168.1.7"):
        assert client.get("/", headers={"Host": own}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../course.md", "/assets/k3/../course.md", "/kelas/k3/media/..%2Fcourse.md", "/course.md",
        "/kelas/k3/media/%2Fetc%2Fpasswd", "/assets/..%2Fsite.toml", "/assets/generated%2Fid%2Fscreen-common.js",
        "/assets/fonts/README.md/x", "/kelas/tidak-ada/", "/.git/config", "/kelas/k3/tidak-ada/",
    ],
)  # fmt: skip
def test_nothing_but_pages_and_what_they_show_is_handed_out(client: httpx.Client, path: str) -> None:
    """The folder of a class holds the key beside its pictures."""
    answer = client.get(httpx.URL(f"{client.base_url}{path}"), follow_redirects=True)
    assert answer.status_code == 404
    assert "nilai-minimal" not in answer.text


def test_a_mistake_is_told_with_its_place_and_how_to_mend_it(
    server: Server, client: httpx.Client, course: CourseFolder
) -> None:
    """On its own page it knows its line, and every other page counts it and leads there."""
    course.replace(LESSON_FILE, "Isi pelajaran.", "Isi pelajaran.\n\n![Bagan](media/smpul.svg)")
    page = fresh(server, client, LESSON)
    assert '<li data-line="10" data-anchor="salah-1" data-media="">' in page
    assert "<strong>berkas gambar `media/smpul.svg` tidak ada</strong>" in page
    assert "mungkin maksud Anda `media/sampul.svg`" in page
    elsewhere = client.get("/").text
    assert "1 kesalahan" in elsewhere
    assert f'href="{LESSON}#salah-1"' in elsewhere
    assert "data-line" not in elsewhere


def test_mistakes_are_told_in_english_to_whoever_asks_for_it(course: CourseFolder) -> None:
    """The office's programmers read English; the class stays what it is."""
    course.replace(LESSON_FILE, "- [x]", "- [ ]")
    with running(Language.ENGLISH) as server, httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}") as client:
        page = client.get(LESSON).text
    assert "Mistakes: 1" in page
    assert "the question has no right answer yet" in page
    assert '<html lang="id">' in page


def test_a_lesson_that_can_not_be_read_shows_its_last_text_and_what_is_wrong(
    server: Server, client: httpx.Client, course: CourseFolder
) -> None:
    """Whoever types in a front matter is in the middle of a line most of the time."""
    course.write("lessons/02-harga.md", "---\nid: harga\n")
    assert "02-harga.md:1" in fresh(server, client, "/kelas/k3/harga/")
    course.replace(LESSON_FILE, "menit: 2", "menit: tujuh")
    page = fresh(server, client, LESSON)
    assert "Isi pelajaran." in page
    assert "teks terakhir yang dapat dibaca" in page
    assert f"{LESSON_FILE}:5" in page


def test_a_class_that_never_could_be_read_is_a_list_of_its_mistakes(course: CourseFolder) -> None:
    """Instead of nothing at all."""
    course.replace("course.md", "judul: Kelas Percobaan", "judul: [")
    with running() as server, httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}") as client:
        for path in ("/kelas/k3/", LESSON, EVALUATION):
            answer = client.get(path)
            assert answer.status_code == 200
            assert '<div class="preview-mistake" id="salah-1">' in answer.text
        assert client.get("/").status_code == 200
        course.replace("course.md", "judul: [", "judul: Kelas Percobaan")
        assert "Isi pelajaran." in fresh(server, client, LESSON)


def test_a_save_is_news_for_every_page_that_waits(client: httpx.Client, server: Server, course: CourseFolder) -> None:
    """By the watch this time: from the file to the event."""
    with client.stream("GET", NEWS) as news:
        lines = news.iter_lines()
        first = next(line for line in lines if line.startswith("data:"))
        course.replace(LESSON_FILE, "Isi pelajaran.", "Isi baru.")
        second = next(line for line in lines if line.startswith("data:"))
    assert first != second
    assert first.partition(".")[0] == second.partition(".")[0]
    assert second == f"data: {server.preview.version}"
    assert "Isi baru." in client.get(LESSON).text


def test_what_the_api_does_is_answered_where_a_sitting_needs_it_and_refused_elsewhere(client: httpx.Client) -> None:
    """Nothing is sent anywhere, and nobody is told that an answer was judged."""

    def asked(name: str, **variables: object) -> httpx.Response:
        return client.post("/graphql", json={"operationName": name, "query": "", "variables": variables})

    assert asked("SaveAnswer", sequence=3).json() == {"data": {"saveAnswer": {"sequence": 3, "problems": []}}}
    (problem,) = asked("AnswerCheck").json()["data"]["answerCheck"]["problems"]
    assert problem["message"].startswith("Di pratinjau jawaban tidak dinilai.")
    assert asked("SignIn").status_code == 503
    assert client.post("/graphql", content=b"[]").status_code == 503
    handed_in = client.get("/hasil/?percobaan=pratinjau:k3:4")
    assert (handed_in.status_code, handed_in.headers["location"]) == (303, f"{EVALUATION}?undian=4#soal")


def test_a_taken_port_is_told_in_a_sentence(server: Server) -> None:
    """The usual reason is a preview in another window."""
    with pytest.raises(PortTaken, match=rf"jawara preview --port {server.server_port + 1}"):
        start("127.0.0.1", server.server_port, Language.INDONESIAN)
