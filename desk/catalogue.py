"""The catalogue of what can go wrong: each entry once, used wherever it shows. E01 to E28 are the numbers people may
quote; a number that is missing here belongs to something this studio does not do.

Titles may name `company`, `name` and `sentence`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Way(StrEnum):
    """Where the one button of an entry leads."""

    RETRY = "retry"  # go on where it stopped, by a POST
    CHECK = "check"  # look again now, by a POST; it goes on by itself all the same
    PROCESS = "process"  # the form that starts a production
    CONNECTIONS = "connections"
    FILE = "file"  # choose another file
    HEALTH = "health"  # what the installation needs; for staff
    TRACK = "track"  # AudioDN's versions of the track
    PAGE = "page"  # where it is mended, which whoever tells of it knows
    NONE = "none"  # there is nothing to press


@dataclass(frozen=True)
class Entry:
    """What happened, whose system it is, and what helps. Credits and what is kept depend on how far things were."""

    id: str
    title: str | Promise
    whose: str | Promise
    helps: str | Promise
    way: Way
    button: str | Promise = ""


AUPHONIC, AUDIODN = _("Auphonic"), _("AudioDN")
STUDIO, FILE, LINE, SOURCE = _("this studio"), _("the file"), _("the connection"), _("the file’s own server")
AGAIN = _("Retry goes on where it stopped.")
CHANGE = _("Change the preset or the recording if the sentence above points there. Otherwise retry.")

CATALOGUE = {
    entry.id: entry
    for entry in (
        Entry(
            "E01", _("No Auphonic account is connected to this team yet"), STUDIO,
            _("Connect one to process audio. It takes a minute, and you stay in control."),
            Way.CONNECTIONS, _("Connect Auphonic"),
        ),
        Entry(
            "E02", _("%(company)s did not answer when asked about the account"), AUPHONIC,
            _("We keep trying; nothing is lost."), Way.CHECK, _("Ask now"),
        ),
        Entry(
            "E03", _("%(company)s no longer accepts the link of %(who)s"), AUPHONIC,
            _("Whose account it is connects it again under Connections; then it goes on by itself, for a week."),
            Way.CONNECTIONS, _("Reconnect"),
        ),
        Entry(
            "E04", _("This production belongs to another account at %(company)s"), AUPHONIC,
            _("The connected account cannot open it. Process again, with the account you choose."),
            Way.PROCESS, _("Choose account"),
        ),
        Entry(
            "E05", _("%(company)s has too little credit for this"), AUPHONIC,
            _("Fill up the credit at Auphonic, or process again with another account."), Way.RETRY, _("Retry"),
        ),
        Entry(
            "E06", _("%(name)s is not audio or video"), FILE,
            _("Choose a WAV, FLAC, MP3, M4A, Opus, Ogg or video file."), Way.FILE, _("Choose file"),
        ),
        Entry(
            "E07", _("We could not use the sound in %(name)s"), FILE,
            _("Export it again and choose the new file."), Way.FILE, _("Choose file"),
        ),
        Entry(
            "E08", _("%(name)s does not fit"), STUDIO,
            _("FLAC is about half the size of WAV. Choose a smaller file."), Way.FILE, _("Choose file"),
        ),
        Entry(
            "E09", _("The upload of %(name)s is not finished"), LINE,
            _("Choose the same file, and it goes on where it stopped."), Way.FILE, _("Resume upload"),
        ),
        Entry(
            "E10", _("%(company)s did not answer"), AUPHONIC,
            _("This is often over in a few minutes. Retry goes on where it stopped."), Way.RETRY, _("Retry"),
        ),
        Entry(
            "E11", _("%(company)s could not master the recording"), AUPHONIC,
            CHANGE, Way.RETRY, _("Retry"),
        ),
        Entry(
            "E12", _("Done, with a remark from %(company)s"), AUPHONIC,
            _("Listen to it. If it is not what you want, process again."), Way.NONE,
        ),
        Entry(
            "E13", _("Longer than usual"), AUPHONIC,
            _("We keep checking. Nothing is lost."), Way.CHECK, _("Check now"),
        ),
        Entry(
            "E14", _("%(company)s needs something else"), AUPHONIC,
            CHANGE, Way.RETRY, _("Retry"),
        ),
        Entry(
            "E15", _("“%(name)s” is not at %(company)s any more"), AUPHONIC,
            _("The preset is whole here, and productions take it from here. Make it again there, or leave it."),
            Way.PAGE, _("Make it again there"),
        ),
        Entry(
            "E16", _("There is no result that can be used"), AUPHONIC,
            _("Add an output file that can be played to the preset, then process again."),
            Way.PROCESS, _("Process again"),
        ),
        Entry(
            "E17", _("A result arrived incomplete"), AUPHONIC,
            _("It is fetched again, and kept only when it is whole."), Way.RETRY, _("Retry"),
        ),
        Entry(
            "E18", _("AudioDN refused our key"), AUDIODN,
            _("An owner enters a new key under Connections; then it goes on by itself, for a week."),
            Way.CONNECTIONS, _("Open connections"),
        ),
        Entry(
            "E19", _("Over the limit of the AudioDN plan"), AUDIODN,
            _("Processing is fine; delivery is not. Name a larger plan if the team has one, or split the episode. "
              "The finished files can be downloaded here."),
            Way.CONNECTIONS, _("Change plan setting"),
        ),
        Entry(
            "E20", _("Playable, but some versions failed"), AUDIODN,
            _("Add the version again under another name, or replace the audio."), Way.TRACK, _("See the versions"),
        ),
        Entry(
            "E21", _("AudioDN could not take the file"), AUDIODN, AGAIN, Way.RETRY, _("Retry delivery"),
        ),
        Entry(
            "E22", _("The listening link ran out"), AUDIODN,
            _("A new one could not be had. Check your connection and that you are still signed in, then try again."),
            Way.PAGE, _("Try again"),
        ),
        Entry(
            "E23", _("%(name)s could not be fetched"), SOURCE,
            _("Check the address and fetch it again, or upload the file."), Way.FILE, _("Choose file"),
        ),
        Entry(
            "E24", _("Two were at this at once"), STUDIO,
            _("What is there now opens beside this page."), Way.PAGE, _("Compare"),
        ),
        Entry(
            "E25", _("Your role does not reach this far"), STUDIO,
            _("Ask an owner of the team."), Way.PAGE, _("Whom to ask"),
        ),
        Entry(
            "E26", _("Background work is paused"), STUDIO,
            _("Uploads are stored, and queued work goes on once a worker runs."), Way.HEALTH, _("System page"),
        ),
        Entry(
            "E27", _("That time has passed"), STUDIO,
            _("Choose a later one. What is out already goes to “Published”."), Way.PAGE, _("Set day and time"),
        ),
        Entry(
            "E28", _("The studio itself ran into trouble"), STUDIO,
            _("The people who run this server find the reason in the worker’s log. Retry is safe."),
            Way.RETRY, _("Retry"),
        ),
    )
}  # fmt: skip

# the entries that ask for no alarm: it goes on by itself, or a person decides in peace
CALM = {"E01", "E02", "E09", "E12", "E13", "E15", "E20", "E22", "E24", "E25", "E27"}

# what the pipeline writes as `error_code` of a production that failed or tries again; others are told as E28
CODES = {
    "reconnect": "E03",
    "other_account": "E04",
    "unreachable": "E10",
    "auphonic_error": "E11",
    "rejected": "E14",
    "no_input": "E14",
    "no_outputs": "E16",
    "no_audio": "E16",
    "incomplete": "E17",
    "audiodn_key": "E18",
    "audiodn_plan": "E19",
    "audiodn_error": "E21",
    "no_track": "E21",
    "internal": "E28",
    "crash_loop": "E28",
}
