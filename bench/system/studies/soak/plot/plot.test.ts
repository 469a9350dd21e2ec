import { describe, expect, it } from 'vitest';
import { svgOf } from './plot.ts';
import { scaleTo, tickText } from './scale.ts';

describe('a scale', () => {
  it.each([
    [10, 5, ['0', '2', '4', '6', '8', '10']],
    [3_854, 4, ['0', '1,000', '2,000', '3,000', '4,000']],
    [0.5, 5, ['0.0', '0.1', '0.2', '0.3', '0.4', '0.5']],
    [0, 4, ['0.0', '0.5', '1.0']],
  ])('to %d has round steps', (most, count, texts) => {
    const scale = scaleTo(most, count);
    expect(scale.ticks.map((each) => tickText(each, scale)).join(' ')).toBe(texts.join(' '));
    expect(scale.most).toBeGreaterThanOrEqual(most);
  });
});

describe('a plot', () => {
  const svg = svgOf({
    title: 'a < b & c',
    minutes: [0, 1, 2, 3],
    mark: { minute: 1, label: 'something began' },
    panels: [
      { title: 'Rate', unit: '1/s', lines: [{ label: 'all', values: [0, 50, null, 100] }] },
      { title: 'Size', unit: 'MB', lines: [{ label: 'none', values: [null, null, null, null] }] },
    ],
  });

  it('puts values where the axes say, and leaves a gap for what is not known', () => {
    expect(svg).toContain('d="M92.0 164.0L318.0 99.0M770.0 34.0"');
  });

  it('names its axes, lines and marks, and needs nothing from outside', () => {
    for (const text of [
      'Rate, 1/s',
      'Size, MB',
      'minutes since the beginning',
      'all',
      'dashed: something began',
    ])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).toContain('>a &lt; b &amp; c</text>');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<style|<script|href/);
  });
});
