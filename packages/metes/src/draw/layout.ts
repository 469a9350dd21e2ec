import { depthsOf, endsOf } from './depths.ts';
import type { Drawing, DrawnBox, DrawnLabel, DrawnLine, TextLine } from './drawing.ts';
import { type Block, crossingLines, markText, partyLines, stacked } from './lettering.ts';
import { legendOf } from './legend.ts';
import type { ElkEdge, ElkNode, ElkShape, LayoutEngine, Point } from './layout-engine.ts';
import type { MapPicture, RelationPicture } from './map-picture.ts';
import { notationOf, relationLine } from './notation.ts';

const margin = 28;
const markHeight = 20;

const options: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.layered.thoroughness': '40',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'SPACE_EFFICIENT_LAYER',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '22',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.componentComponent': '48',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '22',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  'elk.aspectRatio': '1.6',
};

/** Ways to lay a map out. Neither is best for every map, so that both are tried. */
const ways: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'elk.layered.layering.strategy': 'LONGEST_PATH' },
];

/**
 * Gives everything on a map its place: boxes, the marks where lines end, what crosses, title and legend. No two of them
 * overlap. Of several layouts it is the one that can be shown largest on a wide screen. The same map gives the same drawing.
 */
export async function layOut(map: MapPicture, engine: LayoutEngine): Promise<Drawing> {
  const drawings: Drawing[] = [];
  for (const way of ways) drawings.push(drawingOf(map, await engine.layout(graphOf(map, way))));
  return drawings.reduce((best, each) => (smallness(each) < smallness(best) ? each : best));
}

/** By how much a drawing has to be made smaller to fit a screen of 16 by 10. */
function smallness({ width, height }: Drawing): number {
  return Math.max(width / 1600, height / 1000);
}

function drawingOf(map: MapPicture, graph: ElkNode): Drawing {
  const down = 84;
  const at = (point: Point): Point => ({ x: round(point.x + margin), y: round(point.y + down) });
  const placed = (shape: ElkShape, from: Point = { x: 0, y: 0 }): Point =>
    at({ x: (shape.x ?? 0) + from.x, y: (shape.y ?? 0) + from.y });

  const nodes = graph.children ?? [];
  const most = mostNames(map);
  const leftOf = (party: string): number => nodes.find((node) => node.id === party)?.x ?? 0;
  const boxes = nodes.map((node) => boxOf(map, node, placed(node)));
  const marks = nodes.flatMap((node) =>
    (node.ports ?? [])
      .filter((port) => (port.width ?? 0) > 1)
      .map((port): DrawnLabel => markOf(map, port, placed(port, { x: node.x ?? 0, y: node.y ?? 0 }))),
  );
  const crossings = (graph.edges ?? []).flatMap((edge) =>
    (edge.labels ?? []).map((label) => {
      const relation = relationOf(map, edge.id);
      const rightwards = leftOf(relation.upstream) <= leftOf(relation.downstream);
      return crossingOf(crossingLines(relation, most, rightwards), placed(label));
    }),
  );
  const lines = (graph.edges ?? []).map((edge) => lineOf(relationOf(map, edge.id), edge, at));

  const heading = stacked(
    [
      { text: map.name, size: 24, bold: true },
      { text: summaryOf(map), size: 13, faint: true },
    ],
    { x: margin, y: 18 },
  );
  const width = Math.max(
    (graph.width ?? 0) + 2 * margin,
    640,
    ...heading.map((each) => each.width + 2 * margin),
  );
  const bottom = down + (graph.height ?? 0);
  const legend = legendOf(map, { x: margin, y: bottom + 28 }, width - 2 * margin);
  const last = legend.at(-1);
  return {
    width: Math.ceil(width),
    height: Math.ceil((last ? last.y + last.height : bottom) + 22),
    heading,
    boxes,
    labels: [...marks, ...crossings],
    lines,
    legend,
  };
}

function graphOf(map: MapPicture, way: Readonly<Record<string, string>>): ElkNode {
  const children = [...map.contexts, ...map.outsides].map((party): ElkNode => {
    const { width, height } = partyLines(party);
    const ports = map.relations.flatMap((relation, index) => portsOf(relation, index, party.name));
    return {
      id: party.name,
      width,
      height,
      ports,
      layoutOptions: {
        'elk.nodeSize.constraints': 'PORTS MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width},${height})`,
        'elk.portConstraints': 'FREE',
        // What is related comes first; contexts that stand alone follow.
        'elk.priority': String(ports.length),
        'elk.spacing.portPort': '8',
        'elk.portAlignment.default': 'CENTER',
      },
    };
  });
  const depths = depthsOf(map);
  const edges = map.relations.map((relation, index): ElkEdge => {
    const [source, target] = endsOf(relation, depths);
    const { width, height, lines } = crossingLines(relation, mostNames(map));
    return {
      id: `r${index}`,
      sources: [`r${index}-${source}`],
      targets: [`r${index}-${target}`],
      labels:
        lines.length === 0
          ? []
          : [
              {
                id: `l${index}`,
                text: lines.map((each) => each.text).join(' '),
                width,
                height,
                layoutOptions: { 'elk.edgeLabels.inline': 'true' },
              },
            ],
    };
  });
  return { id: 'map', layoutOptions: { ...options, ...way }, children, edges };
}

function portsOf(relation: RelationPicture, index: number, party: string): ElkShape[] {
  const ends = [
    ['upstream', relation.upstream],
    ['downstream', relation.downstream],
  ] as const;
  return ends
    .filter(([, name]) => name === party)
    .map(([end]) => {
      const { width } = markText(notationOf(relation)[end]);
      return { id: `r${index}-${end}`, width: Math.max(width, 1), height: width > 0 ? markHeight : 1 };
    });
}

function boxOf(map: MapPicture, node: ElkNode, { x, y }: Point): DrawnBox {
  const context = map.contexts.find((each) => each.name === node.id);
  const party = context ?? map.outsides.find((each) => each.name === node.id)!;
  const [width, height] = [round(node.width!), round(node.height!)];
  const { lines } = partyLines(party);
  const block = lines.reduce((sum, each) => sum + each.height, 0);
  return {
    name: node.id!,
    class: context?.class ?? 'outside',
    x,
    y,
    width,
    height,
    lines: centred(lines, { x: x + width / 2, y: y + (height - block) / 2 }),
    title: party.purpose ?? party.name,
  };
}

function markOf(map: MapPicture, port: ElkShape, { x, y }: Point): DrawnLabel {
  const [edge, end] = port.id!.split('-') as [string, 'upstream' | 'downstream'];
  const text = markText(notationOf(relationOf(map, edge))[end]);
  const { width } = text;
  const line = { ...text, width: width - 8 };
  return {
    kind: 'mark',
    x,
    y,
    width,
    height: markHeight,
    lines: centred([line], { x: x + width / 2, y: y + (markHeight - line.height) / 2 }),
  };
}

function crossingOf({ lines, width, height }: Block, { x, y }: Point): DrawnLabel {
  return { kind: 'crossing', x, y, width, height, lines: centred(lines, { x: x + width / 2, y: y + 3 }) };
}

function lineOf(relation: RelationPicture, edge: ElkEdge, at: (point: Point) => Point): DrawnLine {
  const points = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(at),
  );
  const crossing = relation.exposes.length > 0 ? `: ${relation.exposes.join(', ')}` : '';
  return { kind: relation.kind, points, title: `${relationLine(relation)}${crossing}` };
}

function centred(lines: readonly Omit<TextLine, 'x' | 'y'>[], top: Point): TextLine[] {
  let y = top.y;
  return lines.map((line) => {
    const placed = { ...line, x: round(top.x - line.width / 2), y: round(y) };
    y += line.height;
    return placed;
  });
}

/** How many contracts a line names: all of them on a small map, the first few where there is much else to read. */
function mostNames({ relations }: MapPicture): number {
  return relations.length > 8 ? 3 : 8;
}

function summaryOf({ contexts, outsides, relations }: MapPicture): string {
  const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return [
    counted(contexts.length, 'context'),
    ...(outsides.length > 0 ? [counted(outsides.length, 'outside system')] : []),
    counted(relations.length, 'relation'),
  ].join(' · ');
}

function relationOf(map: MapPicture, edge: string): RelationPicture {
  return map.relations[Number(edge.slice(1))]!;
}

/** A tenth of a pixel is exact enough, and prints the same everywhere. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
