// Columns of a table as Python packs them. Mirrors view/columns.py.

/**
 * The columns of a table as whole lists, some of them converted. A column whose values recur is packed
 * as its distinct values and the number of one for each row; equal lists are then one list.
 */
export function columnsOf(table, converted = {}) {
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => {
      const convert = converted[name] ?? ((value) => value);
      if (Array.isArray(column)) return [name, column.map(convert)];
      const values = column.values.map(convert);
      return [name, column.rows.map((row) => values[row])];
    }),
  );
}
