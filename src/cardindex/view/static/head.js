// Before anything is shown: light or dark, legend open or folded, page whole or in a frame, as the
// reader's browser remembers it or the address says.

import { kept, takeTheme } from "./base/theme.js";

takeTheme(kept("theme"));
if (kept("rail") === "folded") document.documentElement.dataset.rail = "folded";
if (/[#&]embed=1(&|$)/.test(location.hash)) document.documentElement.dataset.embed = "yes";
