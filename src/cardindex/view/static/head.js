// Light or dark as the reader left it, before anything is shown.

import { kept, takeTheme } from "./base/theme.js";

takeTheme(kept("theme"));
