/** All four elements. */

import "./player.js";
import "./uploader.js";
import "./recorder.js";
import "./waveform.js";
