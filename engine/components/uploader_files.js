/** The lines of the uploader's list: one file each, with its progress, its outcome and a way to try again. */

const AUDIO_NAME = /\.(wav|wave|bwf|rf64|w64|aif|aiff|aifc|caf|flac|mp[123]|m4[abr]|mp4|aac|alac|ogg|oga|opus|mka|mkv|mov|webm|wma|wv|ape|tta|au|amr)$/i;

/** Browsers know no type for many audio files, so the name counts as well. */
export const isAudio = (file) => file.type.startsWith("audio/") || AUDIO_NAME.test(file.name);

export class FileLine {
  #texts;
  #parts = {};

  /** `onRetry` starts the file over, as a new track. */
  constructor(list, file, texts, onRetry) {
    this.file = file;
    this.#texts = texts;
    this.element = document.createElement("li");
    this.element.className = "file";
    this.#add("span", "name").textContent = file.name;
    this.#add("span", "state").textContent = texts.waiting;
    this.#add("progress", "bar").setAttribute("aria-label", file.name);
    this.#parts.bar.value = 0;
    this.#add("div", "message").hidden = true;
    this.#again = this.#add("button", "again");
    list.append(this.element);
    this.#prepareRetry(onRetry);
  }

  #again;

  #prepareRetry(onRetry) {
    Object.assign(this.#again, { type: "button", textContent: this.#texts.retry, hidden: true });
    this.#again.setAttribute("aria-label", `${this.#texts.retryOf}${this.file.name}`);
    this.#again.addEventListener("click", onRetry);
  }

  #add(tag, name) {
    const made = document.createElement(tag);
    made.className = name;
    this.element.append(made);
    this.#parts[name] = made;
    return made;
  }

  progress(fraction) {
    const { bar, state, message } = this.#parts;
    bar.hidden = false;
    message.hidden = this.#again.hidden = true;
    bar.value = fraction;
    state.textContent = `${this.#texts.uploading} ${Math.round(fraction * 100)} %`;
  }

  done() {
    this.#parts.bar.hidden = true;
    this.#parts.state.textContent = this.#texts.done;
  }

  fail(sentence) {
    const { bar, state, message } = this.#parts;
    bar.hidden = true;
    state.textContent = "";
    message.textContent = sentence;
    message.hidden = this.#again.hidden = false;
    state.append(this.#again);
  }
}
