// The rows in which two results differ: after a strike, which reaches few of many claims, only those
// are counted again.

/** The rows whose value changed: numbers are compared, objects by identity. */
export function changedRows(before, after) {
  const changed = [];
  for (let row = 0; row < after.length; row += 1) {
    if (before[row] !== after[row]) changed.push(row);
  }
  return changed;
}

/** The rows of a table whose entry in a list is not 0. */
export function rowsIn(table, list) {
  const rows = [];
  for (let row = 0; row < list.length; row += 1) if (list[row]) rows.push(table[row]);
  return rows;
}
