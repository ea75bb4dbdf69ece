/** The choice of a microphone: kept for the visit, told to the page; shown where there is more than one. */

import { microphones } from "./recorder_take.js";

const KEPT = "audioInputDeviceId"; // in sessionStorage

export const chosenDevice = () => sessionStorage.getItem(KEPT);

/** Connect the choice of `parts`; the answer fills it, once the page may know the names. */
export function connectDevices(recorder, { device, select }) {
  select.addEventListener("change", () => {
    sessionStorage.setItem(KEPT, select.value);
    const detail = { origin: recorder, deviceId: select.value };
    document.dispatchEvent(new CustomEvent("adn-inputchange", { detail }));
  });
  return async () => {
    const found = await microphones();
    select.replaceChildren(...found.map(({ label, deviceId }) => new Option(label, deviceId)));
    select.value = chosenDevice() ?? found[0]?.deviceId ?? "";
    device.hidden = found.length < 2;
  };
}
