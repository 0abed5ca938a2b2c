// Light or dark, the legend open or folded, the page whole or in a frame: as the reader, or who
// wrote the address, left it, before anything is shown.

import { kept, takeTheme } from "./base/theme.js";

takeTheme(kept("theme"));
if (kept("rail") === "folded") document.documentElement.dataset.rail = "folded";
if (/[#&]embed=1(&|$)/.test(location.hash)) document.documentElement.dataset.embed = "yes";
