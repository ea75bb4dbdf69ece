/** The words on the recorder in English, French, Spanish and German. */

import { textsIn } from "./texts.js";

const WORDS = {
  en: {
    recorder: "Record audio", record: "Record", stop: "Stop", pauseTake: "Pause", resume: "Go on", discard: "Discard",
    send: "Send", cancel: "Cancel", ready: "Ready to record", starting: "Recording starts in ", recording: "Recording",
    paused: "Paused", recorded: "Recorded. Listen, then send or discard it.", listen: "Listen to the recording",
    sent: "The recording was sent.", microphone: "Microphone",
    denied: "The microphone may not be used. Allow it for this page in the browser, then press Record again.",
    noMicrophone: "No microphone was found. Connect one, then press Record again.",
    unsupported: "This browser cannot record here. A page needs https and a current browser for it.",
    empty: "Nothing was recorded. Check the microphone and record again.",
    noUploadSession: "This recorder has no upload session.",
  },
  fr: {
    recorder: "Enregistrer du son", record: "Enregistrer", stop: "Arrêter", pauseTake: "Pause", resume: "Reprendre",
    discard: "Supprimer", send: "Envoyer", cancel: "Annuler", ready: "Prêt à enregistrer",
    starting: "L’enregistrement commence dans ", recording: "Enregistrement", paused: "En pause",
    recorded: "Enregistré. Écoutez, puis envoyez ou supprimez.", listen: "Écouter l’enregistrement",
    sent: "L’enregistrement a été envoyé.", microphone: "Microphone",
    denied: "Le microphone n’est pas autorisé. Autorisez-le pour cette page, puis réessayez.",
    noMicrophone: "Aucun microphone trouvé. Branchez-en un, puis réessayez.",
    unsupported: "Ce navigateur ne peut pas enregistrer ici. Il faut https et un navigateur récent.",
    empty: "Rien n’a été enregistré. Vérifiez le microphone et recommencez.",
    noUploadSession: "Cet enregistreur n’a pas de session d’envoi.",
  },
  es: {
    recorder: "Grabar audio", record: "Grabar", stop: "Detener", pauseTake: "Pausa", resume: "Seguir",
    discard: "Descartar", send: "Enviar", cancel: "Cancelar", ready: "Listo para grabar",
    starting: "La grabación empieza en ", recording: "Grabando", paused: "En pausa",
    recorded: "Grabado. Escúchelo y envíelo o descártelo.", listen: "Escuchar la grabación",
    sent: "La grabación se envió.", microphone: "Micrófono",
    denied: "No se permite usar el micrófono. Permítalo para esta página y vuelva a grabar.",
    noMicrophone: "No se encontró ningún micrófono. Conecte uno y vuelva a grabar.",
    unsupported: "Este navegador no puede grabar aquí. Hace falta https y un navegador actual.",
    empty: "No se grabó nada. Compruebe el micrófono y grabe de nuevo.",
    noUploadSession: "Esta grabadora no tiene sesión de subida.",
  },
  de: {
    recorder: "Ton aufnehmen", record: "Aufnehmen", stop: "Stopp", pauseTake: "Pause", resume: "Weiter",
    discard: "Verwerfen", send: "Senden", cancel: "Abbrechen", ready: "Bereit zur Aufnahme",
    starting: "Aufnahme beginnt in ", recording: "Aufnahme läuft", paused: "Pause",
    recorded: "Aufgenommen. Anhören, dann senden oder verwerfen.", listen: "Aufnahme anhören",
    sent: "Die Aufnahme wurde gesendet.", microphone: "Mikrofon",
    denied: "Das Mikrofon darf nicht benutzt werden. Im Browser für diese Seite erlauben, dann noch einmal aufnehmen.",
    noMicrophone: "Kein Mikrofon gefunden. Eines anschließen, dann noch einmal aufnehmen.",
    unsupported: "Dieser Browser kann hier nicht aufnehmen. Dafür braucht eine Seite https und einen aktuellen Browser.",
    empty: "Es wurde nichts aufgenommen. Mikrofon prüfen und noch einmal aufnehmen.",
    noUploadSession: "Dieser Rekorder hat keine Sitzung.",
  },
};

/** All words of that language, the recorder's own first. */
export const recorderTexts = (locale) => ({ ...textsIn(locale), ...WORDS[locale] });
