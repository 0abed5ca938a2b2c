// Columns of a table as Python packs them. Mirrors view/columns.py.

/**
 * The columns of a table as whole lists, some of them converted. A column whose values recur comes
 * as each value once, and which of them stands where; then equal lists are one list.
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
