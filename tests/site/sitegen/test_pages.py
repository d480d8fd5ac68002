"""Every page of a built site, read as a browser and a reader without a mouse would."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, build_schema

from sitegen.making import SCHEMA

BASE = "https://belajar.example"
CONTROLS = {"input", "select", "textarea"}
Tag = tuple[str, dict[str, str]]


class Reading(HTMLParser):
    """The tags of a page, and the texts between script and style tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and data.strip():
            self.inline.append(data)


@pytest.fixture(scope="module")
def readings(output: Path) -> dict[str, Reading]:
    files = sorted(output.rglob("*.html"))
    return {
        f"/{file.relative_to(output).as_posix()}".removesuffix("index.html"): Reading(file.read_text())
        for file in files
    }


def tags_of(readings: dict[str, Reading], *names: str) -> Iterator[tuple[str, dict[str, str]]]:
    for path, reading in readings.items():
        yield from ((path, attributes) for name, attributes in reading.tags if name in names)


def test_every_link_and_anchor_inside_the_site_leads_somewhere(readings: dict[str, Reading], output: Path) -> None:
    """A dead link on a bad network costs a participant more than a minute."""
    anchors = {path: {tag[1]["id"] for tag in reading.tags if "id" in tag[1]} for path, reading in readings.items()}
    dead: list[str] = []
    for path, tag in tags_of(readings, "a", "link", "script", "img", "form"):
        address = urljoin(f"{BASE}{path}", tag.get("href") or tag.get("src") or tag.get("action") or "")
        target = urlsplit(address)
        if f"{target.scheme}://{target.netloc}" != BASE:
            continue
        file = output / target.path[1:] / ("index.html" if target.path.endswith("/") else "")
        if not file.is_file() or (target.fragment and target.fragment not in anchors[target.path]):
            dead.append(f"{path}: {address}")
    assert dead == []


def test_no_page_holds_an_inline_script_style_or_handler(readings: dict[str, Reading]) -> None:
    """The policy forbids them: they would fail in silence on participants' phones."""
    assert {path: reading.inline for path, reading in readings.items() if reading.inline} == {}
    wrong = [
        (path, tag, attribute)
        for path, reading in readings.items()
        for tag, attributes in reading.tags
        for attribute in attributes
        if tag == "style" or attribute == "style" or attribute.startswith("on")
    ]
    assert wrong == []


def test_every_picture_has_a_text_and_a_size(readings: dict[str, Reading]) -> None:
    """Without the text some read nothing, without the size the page jumps under the thumb."""
    pictures = list(tags_of(readings, "img"))
    assert len(pictures) == 8
    assert [path for path, picture in pictures if not {"alt", "width", "height"} <= picture.keys()] == []


def test_every_page_has_one_title_one_heading_and_a_language(readings: dict[str, Reading]) -> None:
    """Screen readers announce the language, and jump by the one main heading."""
    for path, reading in readings.items():
        names = [name for name, _ in reading.tags]
        language = "en" if path.startswith("/en/") else "id"
        assert (path, names.count("h1"), names.count("title"), names.count("main")) == (path, 1, 1, 1)
        assert next(attributes for name, attributes in reading.tags if name == "html") == {"lang": language}


def test_no_id_stands_twice_on_a_page(readings: dict[str, Reading]) -> None:
    """Labels and anchors would point at the wrong thing."""
    for path, reading in readings.items():
        ids = [attributes["id"] for _, attributes in reading.tags if "id" in attributes]
        assert (path, sorted(ids)) == (path, sorted(set(ids)))


def test_a_check_is_a_form_that_a_script_can_send(readings: dict[str, Reading]) -> None:
    """The element's attributes name the check to the API; the inputs carry the choices' ids."""
    tags = readings["/kelas/pemasaran/pembeli/"].tags
    assert ("jawara-check", {"course": "pemasaran", "lesson": "pembeli", "check": "cek-pembeli"}) in tags
    inputs = [attributes for name, attributes in tags if name == "input"]
    assert inputs == [
        {"type": "radio", "name": "cek-pembeli", "value": "aaaaaaaa"},
        {"type": "radio", "name": "cek-pembeli", "value": "bbbbbbbb"},
    ]


def test_the_script_of_a_page_knows_every_element_on_it(readings: dict[str, Reading], output: Path) -> None:
    """An element that no script brings to life stays at "Memuat" for ever."""
    lifeless: list[tuple[str, str]] = []
    for path, reading in readings.items():
        (address,) = (attributes["src"] for name, attributes in reading.tags if name == "script")
        script = (output / address[1:]).read_text()
        ours = {name for name, _ in reading.tags if name.startswith("jawara-")}
        lifeless += [(path, name) for name in sorted(ours) if f'"{name}"' not in script]
    assert lifeless == []


def test_lessons_lead_on_to_each_other_and_then_to_the_evaluation(readings: dict[str, Reading]) -> None:
    """The procedure always shows the next step."""
    ways = {path: dict(tag) for path, tag in tags_of(readings, "jawara-lesson")}
    assert all(str(way.pop("follow")).startswith("/assets/following.") for way in ways.values())
    assert ways == {
        "/kelas/pemasaran/pembeli/": {"course": "pemasaran", "lesson": "pembeli", "next": "/kelas/pemasaran/harga/"},
        "/kelas/pemasaran/harga/": {"course": "pemasaran", "lesson": "harga", "next": "/kelas/pemasaran/evaluasi/"},
    }


def test_every_field_of_the_biodata_stands_in_the_contract(readings: dict[str, Reading]) -> None:
    """The script sends each control under the name it has on the page: a misspelt one would never be saved."""
    contract = build_schema(SCHEMA.read_text()).type_map
    sent, purposes = contract["ProfileInput"], contract["Purpose"]
    assert isinstance(sent, GraphQLInputObjectType)
    assert isinstance(purposes, GraphQLEnumType)
    known = set(purposes.values)
    for name, given in sent.fields.items():
        part = contract[str(given.type).strip("[]!")]
        known |= {f"{name}.{one}" for one in part.fields} if isinstance(part, GraphQLInputObjectType) else {name}
    tags = readings["/biodata/"].tags
    assert {attributes["name"] for tag, attributes in tags if tag in CONTROLS and "name" in attributes} == known
    assert {attributes["data-needs"] for _, attributes in tags if "data-needs" in attributes} < set(purposes.values)


def test_an_english_page_leads_to_english_pages_and_to_lessons(readings: dict[str, Reading]) -> None:
    """Whoever chose English must not fall back into Indonesian by a link."""
    wrong = [
        (path, address)
        for path, tag in tags_of({path: one for path, one in readings.items() if path.startswith("/en/")}, "a")
        if (address := tag.get("href", "")).startswith("/") and not address.startswith("/en/")
        if "data-twin" not in tag and address not in {"/kelas/pemasaran/pembeli/", "/kelas/pemasaran/harga/"}
    ]
    assert wrong == []
