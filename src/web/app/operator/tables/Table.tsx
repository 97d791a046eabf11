/** A table with named columns. Its cells have `data-label`, for narrow screens. */
import type { ComponentChildren, JSX } from 'preact';

export function Table({ heads, children }: { heads: readonly string[]; children: ComponentChildren }): JSX.Element {
  return (
    <table class="table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
