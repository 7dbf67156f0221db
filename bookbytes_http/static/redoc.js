// Shows /openapi.json with Redoc.

import { init } from "/docs/assets/redoc.js";

init("/openapi.json", { disableTelemetry: true }, document.getElementById("docs"));
