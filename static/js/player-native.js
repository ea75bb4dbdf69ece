/**
 * The browser's own player, where AudioDN's could not be loaded: asks for the files of the same play session.
 *
 * `root` the `<player-session>` with `data-api`; in it `[data-native]` with an `<audio>` and a choice of tracks.
 */

export async function playNatively(root) {
  const native = root.querySelector("[data-native]");
  const id = root.querySelector("audiodn-player")?.getAttribute("play-session-id");
  if (!native || !id) throw new Error("no session");
  const { first_track: first, tracks } = await ask(`${root.dataset.api}/play_session/${id}`);
  const audio = native.querySelector("audio");
  const choice = native.querySelector("[data-tracks]");
  choice.replaceChildren(...tracks.map((track) => new Option(track.player_title || track.file_name, track.id)));
  choice.parentElement.hidden = tracks.length < 2;
  choice.onchange = async () => {
    audio.src = fileOf(await ask(`${root.dataset.api}/play/${id}/${choice.value}`));
    audio.play();
  };
  audio.src = fileOf(first);
  native.hidden = false;
}

async function ask(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** The first version is the best one that the session allows. */
function fileOf({ variants }) {
  if (!variants?.[0]?.url) throw new Error("no file");
  return variants[0].url;
}
