// What has changed between two results that have a value for each row, so that a strike, which
// reaches few of many claims, has only those counted again.

/** The rows that have another value after than before: numbers, or the same objects. */
export function changedRows(before, after) {
  const changed = [];
  for (let row = 0; row < after.length; row += 1) {
    if (before[row] !== after[row]) changed.push(row);
  }
  return changed;
}

/** The rows of a table for which a list has something other than 0. */
export function rowsIn(table, list) {
  const rows = [];
  for (let row = 0; row < list.length; row += 1) if (list[row]) rows.push(table[row]);
  return rows;
}
