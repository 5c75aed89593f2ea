import { driveFleetWithKills } from '../support/drive-fleet-with-kills';
import { fleetFaultTable } from '../support/fleet-fault-table';
import { FLEET_MOVED, startFleetStage, type FleetStage } from '../support/fleet-stage';

jest.setTimeout(2_400_000);

const SEED = 20_261_126;
const KILLS = 20;

describe('a mesh over three clusters whose driver, istiods, API servers and gateways are killed', () => {
  let stage: FleetStage;

  beforeAll(async () => {
    stage = await startFleetStage();
  });

  afterAll(async () => {
    await stage.down();
  });

  it('comes to the end that it would have come to', async () => {
    const { result, kills } = await driveFleetWithKills(stage, SEED, KILLS);
    expect([result.code, result.stdout]).toEqual([
      0,
      expect.stringContaining('done: 1-31 runs the mesh'),
    ]);
    const looked = await stage.look(FLEET_MOVED);
    const killed = Object.entries(kills);
    const text = killed.map(([who, count]) => `${who} ${String(count)}`).join(', ');
    const row = { fault: 'none', outcome: 'done', kills: text, ...looked };
    process.stdout.write(`\n${fleetFaultTable([row])}\nseed ${String(SEED)}\n`);
    for (const { state, seen, lost } of looked.clusters) {
      expect(state).toEqual(FLEET_MOVED);
      expect([seen.bare, lost]).toEqual([[], []]);
    }
    expect(killed.reduce((sum, [, count]) => sum + count, 0)).toBe(KILLS);
  });
});
