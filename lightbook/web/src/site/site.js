/** The one script of every page; the search comes with a script of its own when it is first used. */

import { startCode } from "./code.js";
import { startContents } from "./contents.js";
import { startCopying } from "./copying.js";
import { startFolding } from "./folding.js";
import { startMargins } from "./margins.js";
import { startMenus } from "./menus.js";
import { startScrolling } from "./scrolling.js";
import { startSearch } from "./searching.js";
import { startSidebars } from "./sidebars.js";
import { startTheme } from "./theme.js";

startTheme();
startSidebars();
startMenus();
startSearch();
startCopying();
startCode();
startFolding();
startContents();
startMargins();
startScrolling();
