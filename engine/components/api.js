/** Calls to the AudioDN API on the same server this module was loaded from. */

const BASE = new URL("../", import.meta.url);
const PUT_SUCCESS = [200, 201, 204];

/** A refusal by the server: `status` is the HTTP status, `message` the server's own sentence (may be empty). */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One JSON call. A network failure is tried once more after a second, an HTTP answer never is. */
export async function call(path, { method = "GET", key = "", body, locale = "en" } = {}) {
  const headers = { "Accept-Language": locale };
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body) headers["Content-Type"] = "application/json";
  const request = { method, headers, body: body && JSON.stringify(body) };
  const url = new URL(`v1/${path}`, BASE);
  const response = await fetch(url, request).catch(async () => {
    await pause(1000);
    return fetch(url, request);
  });
  const data = await response.json().catch(() => ({}));
  if (!response.ok || data.ok !== true) throw new Refusal(data.message ?? "", response.status);
  return data;
}

/** Send one file to its PUT address; `onProgress` gets 0 to 1. fetch() cannot report upload progress, hence XHR. */
export function put(url, file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    if (file.type) request.setRequestHeader("Content-Type", file.type);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (PUT_SUCCESS.includes(request.status)) resolve();
      else reject(new Refusal(messageIn(request), request.status));
    });
    request.addEventListener("error", () => reject(new TypeError("network")));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function messageIn(request) {
  try {
    return JSON.parse(request.responseText).message ?? "";
  } catch {
    return "";
  }
}
