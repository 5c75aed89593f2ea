import { chartSource, OFFICIAL_REPOSITORY } from '../../../../lib/render/charts/chart-source';
import { ChartsError } from '../../../../lib/render/charts/charts-error';
import { releaseOf } from '../../../../lib/render/charts/release';

describe('where charts come from', () => {
  it.each([
    [undefined, { type: 'repository', url: OFFICIAL_REPOSITORY }],
    ['https://charts.example/istio/', { type: 'repository', url: 'https://charts.example/istio' }],
    ['http://127.0.0.1:8080', { type: 'repository', url: 'http://127.0.0.1:8080' }],
    ['oci://registry.example/istio', { type: 'registry', url: 'oci://registry.example/istio' }],
    ['OCI://registry.example/istio', { type: 'registry', url: 'OCI://registry.example/istio' }],
    ['/srv/istio', { type: 'folder', path: '/srv/istio' }],
    ['charts', { type: 'folder', path: `${process.cwd()}/charts` }],
    ['C:\\charts', { type: 'folder', path: `${process.cwd()}/C:\\charts` }],
  ])('%s', (named, source) => {
    expect(chartSource({ ISTIO_REVISIONS_CHARTS: named })).toEqual(source);
  });

  it.each(['', ' ', 'ftp://somebody:secret@charts.example', 'file:///srv/istio', 's3://bucket'])(
    'is not %p, and that is told without a login',
    (named) => {
      const choose = () => chartSource({ ISTIO_REVISIONS_CHARTS: named });
      expect(choose).toThrow(ChartsError);
      expect(choose).toThrow(
        /^ISTIO_REVISIONS_CHARTS is ".*"; it names a Helm repository \(https:/,
      );
      expect(choose).not.toThrow(/secret/);
    },
  );
});

describe('the release that a tag names', () => {
  it.each([
    ['1.31.2', '1.31.2', '1.31'],
    ['1.31.2-distroless', '1.31.2', '1.31'],
    ['1.31.2-debug', '1.31.2', '1.31'],
    ['1.32.0-rc.0', '1.32.0-rc.0', '1.32'],
    ['1.32.0-beta.1-distroless', '1.32.0-beta.1', '1.32'],
    ['1.31.2-vendor', '1.31.2-vendor', '1.31'],
  ])('%s is %s', (tag, version, minor) => {
    expect(releaseOf(tag)).toEqual({ version, minor });
  });

  it.each([
    '',
    'latest',
    '1.31',
    '1.31.x',
    'v1.31.2',
    '1.0.0',
    '1.31.2+build',
    '../1.31.2',
    '1.31.2/../x',
    '1.31.2 ',
  ])('%p is none', (tag) => {
    expect(releaseOf(tag)).toBeNull();
  });
});
