"""The command line: what can be done, in words. The doing lies in other modules, each imported by its command alone,
since a machine that builds the site has nothing of the API installed, and help should not wait for a web server.
"""

from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Annotated, Literal

import typer

from jawara.console import stoppable

app = typer.Typer(
    help="Si-Jawara+: training for cooperatives and small businesses, from registration to certificate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
keys = typer.Typer(help="Secrets for production.", no_args_is_help=True)
app.add_typer(keys, name="keys")
bank = typer.Typer(help="Banks of questions from and to Moodle: GIFT and Moodle XML.", no_args_is_help=True)
app.add_typer(bank, name="bank")
log = typer.Typer(help="The log of certificates, which only grows.", no_args_is_help=True)
app.add_typer(log, name="log")

certificate = typer.Typer(help="The designs of certificates.", no_args_is_help=True)
app.add_typer(certificate, name="certificate")

Lang = Annotated[Literal["id", "en"], typer.Option(help="The language of what is said here.")]
Home = Annotated[Path, typer.Option(envvar="JAWARA_HOME", help="The folder for everything that is made.")]


def deed(module: str, name: str) -> Callable[..., object]:
    """The function behind a command. The only place where the project imports late."""
    found: Callable[..., object] = getattr(import_module(f"jawara.{module}"), name)
    return found


@app.command()
def run(
    port: Annotated[int | None, typer.Option(help="Where to listen; PORT or 8000 if not given.")] = None,
    host: Annotated[str, typer.Option(help="0.0.0.0 lets a phone in the same network look.")] = "127.0.0.1",
) -> None:
    """Start a whole development system: site, API, worker and mailbox in one process."""
    with stoppable():
        deed("running", "run")(port=port, host=host)


@app.command()
def build(
    *,
    output: Annotated[Path | None, typer.Option(help="Where the site goes; <home>/site if not given.")] = None,
    base_url: Annotated[
        str, typer.Option(envvar=["PUBLIC_URL", "URL"], help="The address that the site will have.")
    ] = "http://localhost:8000",
    home: Home = Path("var"),
    authority: Annotated[
        str,
        typer.Option(envvar="AUTHORITY_URL", help="Where the API tells its keys and its log's head, or a file of it."),
    ] = "",
    anew: Annotated[bool, typer.Option("--anew", help="Hold that against no head that was published before.")] = False,
    context: Annotated[str, typer.Option(envvar="CONTEXT", hidden=True)] = "",
) -> None:
    """Build the site from content/. Needs only what the site needs."""
    site = output or home / "site"
    said = (
        deed("authority", "authority")(source=authority, output=site, base_url=base_url, context=context, anew=anew)
        if authority
        else ""
    )
    if not deed("standing", "stands")(output=site, base_url=base_url, home=home, context=context, authority=said):
        deed("building", "build")(output=site, base_url=base_url, home=home, context=context, authority=said)


@app.command()
def check(
    classes: Annotated[
        list[str] | None, typer.Argument(metavar="[CLASS]...", help="Folders of classes; all if not given.")
    ] = None,
    lang: Lang = "id",
    form: Annotated[
        Literal["text", "github", "json", "sarif"],
        typer.Option("--format", help="github: annotations of a pull request; json: a list; sarif: SARIF 2.1.0."),
    ] = "text",
    home: Home = Path("var"),
) -> None:
    """Read all content and name every mistake: file, line, what is wrong, how to mend it.

    Ends with 0 where there is none, with 1 where there are some, with 2 where the content can't be read at all.
    """
    deed("checking", "check")(classes, lang, form, home)


@app.command()
def impact(
    base: Annotated[str, typer.Argument(help="A git revision, a folder of classes, or the file of a sealed release.")],
    api: Annotated[str, typer.Option(help="Where the API answers; it counts people and papers.")] = "",
    token: Annotated[str, typer.Option(envvar="PUBLISH_TOKEN", help="Better set than typed: lists of processes.")] = "",
    lang: Lang = "id",
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="json: for programs.")] = "text",
) -> None:
    """List what the content changes, against BASE, for people in the middle of a class."""
    deed("foreseeing", "impact")(base=base, api=api, token=token, lang=lang, form=form)


@app.command()
def items(
    api: Annotated[str, typer.Option("--from", envvar="PUBLISH_URL", help="Where the API answers.")],
    slug: Annotated[str, typer.Option("--class", help="The class, by its folder's name.")],
    token: Annotated[str, typer.Option(envvar="PUBLISH_TOKEN", help="Better set than typed: lists of processes.")] = "",
    lang: Lang = "id",
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="json: for programs.")] = "text",
) -> None:
    """Tell how the questions of a published class do, beside the file and line of each."""
    deed("measuring", "items")(api=api, slug=slug, token=token, lang=lang, form=form)


@app.command()
def preview(
    *,
    port: Annotated[int, typer.Option(help="Where to listen.")] = 8010,
    host: Annotated[
        str, typer.Option(help="0.0.0.0 lets a phone in the same network look; whoever is in it then sees the key.")
    ] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open", help="Open a browser too.")] = False,
    lang: Lang = "id",
) -> None:
    """Show the classes as they will be, newly after each save, with their mistakes at their places."""
    with stoppable():
        deed("preview", "preview")(port=port, host=host, open_browser=open_browser, lang=lang)


@app.command("new")
def new_class(
    slug: Annotated[str, typer.Argument(help="The folder's name and address: small letters, digits and hyphens.")],
    title: Annotated[str, typer.Argument(help="The title, in quotes.")],
    lang: Lang = "id",
) -> None:
    """Begin a class: a small complete one, with notes, whose texts are then replaced."""
    deed("starting", "new")(slug=slug, title=title, lang=lang)


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    deed("operating", "migrate")()


@app.command()
def publish(
    *,
    url: Annotated[
        str,
        typer.Option(envvar=["PUBLISH_URL", "PUBLIC_URL", "URL"], help="Where the API answers; the site's address."),
    ] = "http://localhost:8000",
    token: Annotated[str, typer.Option(envvar="PUBLISH_TOKEN", help="Better set than typed: lists of processes.")] = "",
    commit: Annotated[
        str, typer.Option(envvar="COMMIT_REF", help="Which state of content/; git is asked if none.")
    ] = "",
    note: Annotated[str, typer.Option(help="A line for the history.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Also what was published before and replaced since.")] = False,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Change nothing; fail where it would be refused.")
    ] = False,
    if_production: Annotated[
        bool, typer.Option("--if-production", help="Do nothing unless CONTEXT is production: for Netlify.")
    ] = False,
    context: Annotated[str, typer.Option(envvar="CONTEXT", hidden=True)] = "",
    lang: Lang = "id",
) -> None:
    """Send the classes of content/ to the API, which offers them to participants."""
    if if_production:
        deed("publishing", "only_in_production")(context=context, lang=lang)
    deed("publishing", "publish")(
        url=url, token=token, lang=lang, commit=commit, note=note, again=again, rehearse=rehearse
    )


@app.command()
def reseal() -> None:
    """Encrypt personal data anew with the newest key of DATA_KEYS; repeated, it changes nothing."""
    deed("operating", "reseal")()


@app.command()
def staff(email: str) -> None:
    """Make a staff account, or give it a new password, and print the password once."""
    deed("operating", "staff")(email=email)


@app.command()
def schema(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail if a file differs.")] = False,
) -> None:
    """Write what others build on: api/schema.graphql, and the keys of the format to content/schema/."""
    deed("contract", "schema")(check=check)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; a proxy stands before it.")] = "127.0.0.1",
) -> None:
    """Serve the API and do its later work, in production behind a proxy."""
    with stoppable():
        deed("serving", "serve")(host=host)


@app.command()
def worker(*, beside: Annotated[bool, typer.Option("--beside", hidden=True)] = False) -> None:
    """Do the later work alone, beside any number of `jawara serve`."""
    with stoppable():
        deed("working", "worker")(follows=beside)


@keys.command()
def new() -> None:
    """Print new secrets, as the lines of an environment file."""
    deed("keys", "new")()


@keys.command()
def verification(
    folder: Annotated[Path, typer.Argument(help="The folder that VERIFICATION_KEYS names.", file_okay=False)],
    key_id: Annotated[str, typer.Option("--id", help="The key's id; else the year and month.")] = "",
) -> None:
    """Make a new key by which certificates are checked; from the next start on it is the one that signs."""
    deed("keys", "verification")(folder, key_id)


@log.command("verify")
def log_verify(
    *,
    against: Annotated[
        list[str] | None, typer.Option(help="Heads that were published: a file or an address, as often as you like.")
    ] = None,
    files: Annotated[bool, typer.Option("--files", help="Read every PDF too.")] = False,
) -> None:
    """Prove that nothing in the log was altered, removed, inserted, reordered or back-dated, and that the table of
    certificates says the same. Ends with 1 where anything is wrong.
    """
    deed("certificate_log", "verify")(against=against or [], files=files)


@log.command("head")
def log_head(
    since: Annotated[int | None, typer.Option(min=0, help="An earlier head's size, for the proof from it.")] = None,
) -> None:
    """Print the keys and a signed head, as the API answers them: what `jawara build --authority` takes."""
    deed("certificate_log", "head")(since=since)


@log.command("prove")
def log_prove(
    file: Annotated[Path, typer.Argument(help="A certificate's inclusion.json.", exists=True, dir_okay=False)],
    authority: Annotated[str, typer.Option(help="A file or address with the keys to believe; else its own.")] = "",
) -> None:
    """Follow a certificate's proof that it is in the log. Needs no database and no secret."""
    deed("certificate_log", "prove")(file=file, authority=authority)


@bank.command("import")
def bank_import(
    file: Annotated[Path, typer.Argument(help="GIFT or Moodle XML.", exists=True, dir_okay=False)],
    slug: Annotated[str, typer.Argument(metavar="CLASS", help="The class's folder.")],
    *,
    pool: Annotated[str | None, typer.Option(help="The id of the topic for all questions; else by category.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Add them to evaluation.md instead of printing them.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Also where something was found.")] = False,
    lang: Lang = "id",
) -> None:
    """Read questions of Moodle's into a class; what can't be kept is told at its line and changes nothing."""
    deed("banks", "bring")(file, slug, pool, write=write, partial=partial, lang=lang)


@bank.command("export")
def bank_export(
    slug: Annotated[str, typer.Argument(metavar="CLASS", help="The class's folder.")],
    *,
    form: Annotated[Literal["gift", "xml"], typer.Option("--format", help="xml carries more.")] = "xml",
    output: Annotated[Path | None, typer.Option(help="Where the file goes; else it is printed.")] = None,
    checks: Annotated[bool, typer.Option("--checks", help="Also the checks of the lessons.")] = False,
    lang: Lang = "id",
) -> None:
    """Write a class's questions, with their keys, for Moodle."""
    deed("banks", "give")(slug, form, output, checks=checks, lang=lang)


@certificate.command("preview")
def certificate_preview(
    template: Annotated[str, typer.Argument(help="The design's folder.")] = "jatim-1",
    *,
    sample: Annotated[Path | None, typer.Option(help="Fields to print; else the design's own sample.json.")] = None,
    output: Annotated[Path | None, typer.Option(help="The folder for PDF and PNG; else <home>/proofs.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Print and end; otherwise again after each save.")] = False,
    port: Annotated[int, typer.Option(help="Where a page that renews itself shows it.")] = 8011,
    home: Home = Path("var"),
) -> None:
    """Print the sample of a design as PDF and PNG, and again after each save."""
    output = output or home / "proofs"
    with nullcontext() if once else stoppable():
        deed("proofs", "proofs")(template, sample, output, once=once, port=port)
