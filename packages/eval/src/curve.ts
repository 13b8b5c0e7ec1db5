import type { BoardMethod, Curve } from './board.ts';
import type { Result } from './result.ts';

type Value = string | number | boolean;

/** A method of a sweep, with what tells its series apart. */
interface Swept {
  readonly result: Result;
  readonly method: BoardMethod;
}

/** Everything but the swept value: the other parameters, and the components unless the axis chooses between them. */
const seriesKey = ({ result }: Swept, axis: string): string => {
  const { [axis]: value, ...others } = result.parameters ?? {};
  const components = result.components.map(({ kind, name }) => `${kind} ${name}`);
  return JSON.stringify([components.filter((each) => !each.endsWith(` ${value}`)), Object.entries(others).sort()]);
};

/** The method's name without `axis=value`, as sweeps write it (`landmark[density=20,noise=60]`). */
const seriesLabel = ({ result, method }: Swept, axis: string): string => {
  const swept = `${axis}=${result.parameters?.[axis]}`;
  const label = method.name
    .split(/(?<=\[)|(?=[\],\s])/)
    .filter((piece) => piece.replace(/^[,\s]/, '') !== swept)
    .join('')
    .replace('[,', '[')
    .replace('[]', '')
    .trim();
  return label === '' ? axis : label;
};

const compare = (a: Value, b: Value): number => (typeof a === 'number' && typeof b === 'number' ? a - b : 0);

/** Curves of `metrics` over every parameter with two values or more. A series needs two points. */
export const curvesOf = (methods: readonly Swept[], metrics: readonly string[]): readonly Curve[] => {
  const swept = methods.filter(({ result }) => result.parameters !== undefined);
  const names = new Set(swept.flatMap(({ result }) => Object.keys(result.parameters ?? {})));
  return [...names].flatMap((axis) => {
    const series = Map.groupBy(
      swept.filter(({ result }) => result.parameters?.[axis] !== undefined),
      (each) => seriesKey(each, axis),
    );
    return metrics.flatMap((metric) =>
      [...series.values()].flatMap((members) => {
        const points = members.flatMap(({ result, method }) => {
          const x = result.parameters?.[axis];
          const estimate = method.metrics[metric];
          return x === undefined || estimate === undefined ? [] : [{ x, method: method.name, estimate }];
        });
        const first = members[0];
        if (first === undefined || new Set(points.map(({ x }) => x)).size < 2) return [];
        return [{ axis, metric, series: seriesLabel(first, axis), points: points.sort((a, b) => compare(a.x, b.x)) }];
      }),
    );
  });
};
