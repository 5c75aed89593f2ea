import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';
import { resolveCharts } from '../../lab/binaries/resolve-charts';
import { compareObjects, differenceText } from './compare-objects';
import { istioModule } from './istio-module';
import { ISTIOCTL_BUILD_MS, openIstioctl, type Istioctl } from './istioctl';
import { openOurRender, type OurRender } from './our-render';
import { objectsOf } from './outcome';

jest.setTimeout(120_000);

const AGREED_VALUES = join(__dirname, 'agreed-values.yaml');

const ISTIOD = 'charts/istio-control/istio-discovery';

/** Templates that Istio's own tests add to the charts. */
const EXTRA_TEMPLATES = 'operator/cmd/mesh/testdata/manifest-generate/input-extra-resources';

const SETTINGS = ['profile=empty', 'components.pilot.enabled=true'];

describe.each(Object.keys(ISTIO_VERSIONS))('a copy of the charts of Istio %s', (minor) => {
  let root: string;
  let charts: string;
  let istioctl: Istioctl;
  let ours: OurRender;

  beforeAll(async () => {
    istioctl = await openIstioctl(minor);
    root = mkdtempSync(join(tmpdir(), 'istio-revisions-charts-'));
    charts = join(root, minor, 'manifests');
    copyWritable(join(await resolveCharts(process.env), minor, 'manifests'), charts);
    ours = await openOurRender(minor, root);
  }, ISTIOCTL_BUILD_MS);

  afterAll(() => {
    ours.close();
    rmSync(root, { recursive: true, force: true });
  });

  const compare = async (...settings: readonly string[]): Promise<string[]> => {
    const theirs = await istioctl({
      files: [AGREED_VALUES],
      settings: [...SETTINGS, ...settings],
    });
    const our = ours.render({ files: [], settings: SETTINGS });
    return compareObjects(objectsOf(theirs), objectsOf(our)).map(differenceText);
  };

  it('renders what is built into istioctl', async () => {
    expect(await compare()).toEqual([]);
  });

  it.each([
    {
      file: `${ISTIOD}/templates/service.yaml`,
      from: 'port: 15010',
      to: 'port: 15011',
      difference:
        /^v1 Service istio-system\/istiod: spec\.ports\[0\]\.port\n +istioctl: 15010\n +ours: +15011$/,
    },
    {
      file: `${ISTIOD}/files/waypoint.yaml`,
      from: 'runAsUser: 1337',
      to: 'runAsUser: 1338',
      difference:
        /^v1 ConfigMap \S+: data\.config » templates\.waypoint line \d+\n.*runAsUser: 1337"\n.*runAsUser: 1338"$/,
    },
  ])('differs by the character that is changed in $file', async (change) => {
    const path = join(charts, change.file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace(change.from, change.to));
    try {
      expect(await compare()).toEqual([expect.stringMatching(change.difference)]);
      expect(await compare(`installPackagePath=${charts}`)).toEqual([]);
    } finally {
      writeFileSync(path, before);
    }
  });

  it('may have templates of one’s own', async () => {
    const extras = join(istioModule(minor), EXTRA_TEMPLATES);
    const added = readdirSync(extras).map((file) => join(charts, ISTIOD, 'templates', file));
    for (const path of added) writeFileSync(path, readFileSync(join(extras, basename(path))));
    try {
      expect(await compare(`installPackagePath=${charts}`)).toEqual([]);
      expect(await compare()).toEqual(
        Array<unknown>(7).fill(expect.stringMatching(/: only ours$/)),
      );
    } finally {
      for (const path of added) rmSync(path);
    }
  });
});

/** The charts come from Go's module cache, where nobody may write. */
function copyWritable(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const copy = join(to, relative(from, path));
    if (!entry.isFile()) continue;
    mkdirSync(join(copy, '..'), { recursive: true });
    writeFileSync(copy, readFileSync(path));
  }
}
