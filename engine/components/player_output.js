/** Where a player is heard: a choice of loudspeakers, where the browser can switch and the page may know them. */

const KEPT = "audioOutputDeviceId"; // in sessionStorage

/** Fill the choice of `parts` whenever the menu opens; what was chosen before counts for every player. */
export function connectOutput(player, { open, output, speakers }) {
  const { audio } = player;
  if (!audio.setSinkId || !navigator.mediaDevices) return;
  const use = (deviceId) => audio.setSinkId(deviceId).catch(() => {}); // unplugged meanwhile: the usual one stays
  const kept = sessionStorage.getItem(KEPT);
  if (kept) use(kept);
  open.addEventListener("click", async () => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const found = devices.filter(({ kind, label }) => kind === "audiooutput" && label);
    speakers.replaceChildren(...found.map(({ label, deviceId }) => new Option(label, deviceId)));
    speakers.value = audio.sinkId || found[0]?.deviceId || "";
    output.hidden = found.length < 2;
  });
  speakers.addEventListener("change", async () => {
    await use(speakers.value);
    sessionStorage.setItem(KEPT, speakers.value);
    const detail = { origin: player, deviceId: speakers.value };
    document.dispatchEvent(new CustomEvent("adn-outputchange", { detail }));
  });
}
