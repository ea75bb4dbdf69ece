/** The words on the elements in English, French, Spanish and German. */

const TEXTS = {
  en: {
    player: "Audio player", play: "Play", pause: "Pause", seek: "Position", of: "of", mute: "Mute", unmute: "Unmute",
    volume: "Volume", settings: "Quality and download", quality: "Quality", output: "Output", download: "Download", tracks: "Tracks",
    original: "Original", preview: "Preview", untitled: "Untitled",
    noSession: "This player has no play session.", loadFailed: "This audio could not be loaded.",
    mediaFailed: "Playback failed. Check the connection and press play again.",
    expired: "This session has ended. Reload the page to listen on.", noTracks: "There is nothing to play here.",
    downloadFailed: "This track may not be downloaded.",
    uploader: "Upload audio files", drop: "Drop audio files here", choose: "or choose files", dropOne: "Drop an audio file here",
    chooseOne: "or choose a file", waiting: "Waiting", uploading: "Uploading", done: "Uploaded", failed: "Upload failed.",
    network: "The connection broke.", retry: "Try again", retryOf: "Try again: ", noAudio: "These are no audio files: ",
    limit: "Only this many files can be added: ", uploadExpired: "This upload session has ended. Reload the page to go on.",
    noUploadSession: "This uploader has no upload session.", files: "Files",
  },
  fr: {
    player: "Lecteur audio", play: "Lire", pause: "Pause", seek: "Position", of: "sur", mute: "Couper le son",
    unmute: "Rétablir le son", volume: "Volume", settings: "Qualité et téléchargement", quality: "Qualité", output: "Sortie",
    download: "Télécharger", tracks: "Pistes", original: "Original", preview: "Extrait", untitled: "Sans titre",
    noSession: "Ce lecteur n’a pas de session de lecture.", loadFailed: "Impossible de charger cet audio.",
    mediaFailed: "La lecture a échoué. Vérifiez la connexion et relancez.",
    expired: "Cette session est terminée. Rechargez la page pour continuer.", noTracks: "Il n’y a rien à lire ici.",
    downloadFailed: "Cette piste ne peut pas être téléchargée.",
    uploader: "Envoyer des fichiers audio", drop: "Déposez des fichiers audio ici", choose: "ou choisissez des fichiers",
    dropOne: "Déposez un fichier audio ici", chooseOne: "ou choisissez un fichier", waiting: "En attente",
    uploading: "Envoi", done: "Envoyé", failed: "L’envoi a échoué.", network: "La connexion a été coupée.",
    retry: "Réessayer", retryOf: "Réessayer : ", noAudio: "Ce ne sont pas des fichiers audio : ",
    limit: "Nombre maximal de fichiers : ", uploadExpired: "Cette session d’envoi est terminée. Rechargez la page.",
    noUploadSession: "Aucune session d’envoi.", files: "Fichiers",
  },
  es: {
    player: "Reproductor de audio", play: "Reproducir", pause: "Pausa", seek: "Posición", of: "de", mute: "Silenciar",
    unmute: "Activar sonido", volume: "Volumen", settings: "Calidad y descarga", quality: "Calidad", output: "Salida",
    download: "Descargar", tracks: "Pistas", original: "Original", preview: "Muestra", untitled: "Sin título",
    noSession: "Este reproductor no tiene sesión.", loadFailed: "No se pudo cargar este audio.",
    mediaFailed: "La reproducción falló. Compruebe la conexión e inténtelo de nuevo.",
    expired: "Esta sesión ha terminado. Recargue la página para seguir.", noTracks: "Aquí no hay nada que reproducir.",
    downloadFailed: "Esta pista no se puede descargar.",
    uploader: "Subir archivos de audio", drop: "Suelte archivos de audio aquí", choose: "o elija archivos",
    dropOne: "Suelte un archivo de audio aquí", chooseOne: "o elija un archivo", waiting: "En espera",
    uploading: "Subiendo", done: "Subido", failed: "La subida falló.", network: "Se cortó la conexión.",
    retry: "Reintentar", retryOf: "Reintentar: ", noAudio: "No son archivos de audio: ",
    limit: "Número máximo de archivos: ", uploadExpired: "Esta sesión de subida ha terminado. Recargue la página.",
    noUploadSession: "No hay sesión de subida.", files: "Archivos",
  },
  de: {
    player: "Audioplayer", play: "Abspielen", pause: "Pause", seek: "Position", of: "von", mute: "Ton aus",
    unmute: "Ton an", volume: "Lautstärke", settings: "Qualität und Download", quality: "Qualität", output: "Ausgabe",
    download: "Herunterladen", tracks: "Titel", original: "Original", preview: "Vorschau", untitled: "Ohne Titel",
    noSession: "Dieser Player hat keine Sitzung.", loadFailed: "Dieser Ton konnte nicht geladen werden.",
    mediaFailed: "Die Wiedergabe brach ab. Verbindung prüfen und noch einmal abspielen.",
    expired: "Diese Sitzung ist abgelaufen. Zum Weiterhören die Seite neu laden.", noTracks: "Hier gibt es nichts zu hören.",
    downloadFailed: "Dieser Titel darf nicht heruntergeladen werden.",
    uploader: "Audiodateien hochladen", drop: "Audiodateien hier ablegen", choose: "oder Dateien auswählen",
    dropOne: "Audiodatei hier ablegen", chooseOne: "oder Datei auswählen", waiting: "Wartet", uploading: "Lädt hoch",
    done: "Hochgeladen", failed: "Das Hochladen ist fehlgeschlagen.", network: "Die Verbindung brach ab.",
    retry: "Noch einmal", retryOf: "Noch einmal: ", noAudio: "Das sind keine Audiodateien: ",
    limit: "So viele Dateien sind erlaubt: ", uploadExpired: "Diese Sitzung ist abgelaufen. Seite neu laden.",
    noUploadSession: "Dieser Uploader hat keine Sitzung.", files: "Dateien",
  },
};

/** The language of an element: its `locale`, else the page's, else English. */
export function localeOf(element) {
  const wanted = element.getAttribute("locale") || element.closest("[lang]")?.lang || "en";
  const short = wanted.slice(0, 2).toLowerCase();
  return short in TEXTS ? short : "en";
}

export const textsIn = (locale) => TEXTS[locale];

/** Seconds as m:ss or h:mm:ss. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const tail = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${tail}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${tail}`;
}
