// What the portal's pages do better with script. Every page works without it. The files of this
// folder are one script, in the order that assets.rs names.
"use strict";

const lang = document.documentElement.lang;
