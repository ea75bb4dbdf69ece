/** One take: the microphone into a blob, with a clock that leaves pauses out and the loudness of this moment. */

const TYPES = ["audio/webm;codecs=opus", "audio/webm", "audio/ogg;codecs=opus", "audio/ogg", "audio/mp4"];
const ENDINGS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/wav": "wav" };
const SLICE = 1000; // milliseconds of sound handed over at a time, so that a crash loses no more

/** Whether this page in this browser can record at all. */
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** A name such as voice-2026-07-14T10-00-00.webm, in UTC. */
export function nameOf(blob) {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return `voice-${moment}.${ENDINGS[blob.type.split(";")[0]] ?? "webm"}`;
}

/** The microphones by name; empty before the page may use one. */
export async function microphones() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, label, deviceId }) => kind === "audioinput" && label && deviceId);
}

export class Take {
  #recorder;
  #stream;
  #pieces = [];
  #before = 0; // milliseconds recorded before the last pause
  #since = 0; // when the running part began; 0 while nothing runs
  #listening;
  #meter;

  /** Ask for the microphone. Throws DOMException: NotAllowedError, NotFoundError ... */
  async open(deviceId) {
    const audio = deviceId ? { deviceId: { ideal: deviceId } } : true;
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio });
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(this.#stream, mimeType ? { mimeType } : {});
    this.#recorder.addEventListener("dataavailable", ({ data }) => data.size && this.#pieces.push(data));
    this.#listening = new AudioContext();
    this.#meter = this.#listening.createAnalyser();
    this.#meter.fftSize = 1024;
    this.#listening.createMediaStreamSource(this.#stream).connect(this.#meter);
  }

  start() {
    this.#recorder.start(SLICE);
    this.#since = performance.now();
  }

  pause() {
    this.#recorder.pause();
    this.#before = this.duration * 1000;
    this.#since = 0;
  }

  resume() {
    this.#recorder.resume();
    this.#since = performance.now();
  }

  /** Resolves to the blob once the recorder has given its last piece. */
  async stop() {
    this.#before = this.duration * 1000;
    this.#since = 0;
    if (this.#recorder.state !== "inactive") {
      const ended = new Promise((resolve) => this.#recorder.addEventListener("stop", resolve, { once: true }));
      this.#recorder.stop();
      await ended;
    }
    this.close();
    return new Blob(this.#pieces, { type: this.#recorder.mimeType });
  }

  /** Let go of the microphone. */
  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (this.#listening && this.#listening.state !== "closed") this.#listening.close();
  }

  /** Seconds recorded so far, without pauses. */
  get duration() {
    return (this.#before + (this.#since ? performance.now() - this.#since : 0)) / 1000;
  }

  /** The loudest sample of this moment, 0 to 1. */
  get level() {
    const samples = new Float32Array(this.#meter.fftSize);
    this.#meter.getFloatTimeDomainData(samples);
    return Math.min(1, samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
  }
}
