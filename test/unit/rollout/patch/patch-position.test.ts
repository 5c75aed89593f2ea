import { aloneOn } from '../../../../lib/rollout/gateway-places';
import { declaredPosition } from '../../../../lib/rollout/declared-position';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { aRecord, asApplied, FROM } from '../../../support/rollout-builders';

const [BEFORE, AFTER] = ['1.30.3', '1.30.4'];
const OLD = `${FROM}@${BEFORE}`;
const NEW = `${FROM}@${AFTER}`;
const { plan: frozen } = aRecord();
const ofPatch = (changes: Partial<RolloutRecord> = {}) =>
  asApplied(
    aRecord({
      plan: { ...frozen, from: OLD, to: NEW, removal: 'keep', restartFrom: false },
      ...changes,
    }),
  );

describe('the position of a patch', () => {
  const declared = { from: OLD, to: NEW };

  it('is the version from which it starts, until it begins', () => {
    expect(declaredPosition(null, declared)).toMatchObject({
      installed: false,
      versions: { [FROM]: BEFORE },
    });
  });

  it('is no longer said of one that is over and not declared: what is declared holds again', () => {
    const gateways = { 'ingress/gateway': NEW };
    const done = ofPatch({
      phase: 'done',
      owned: { namespaces: [], gateways, tags: {}, pointers: {} },
    });
    expect(declaredPosition(done, declared).versions).toEqual({ [FROM]: AFTER });
    const undeclared = declaredPosition(done, undefined);
    expect([undeclared.versions, undeclared.gateways]).toEqual([
      undefined,
      { 'ingress/gateway': aloneOn(FROM) },
    ]);
    const moving = ofPatch();
    expect(declaredPosition(moving, undefined).versions).toEqual({ [FROM]: AFTER });
    expect(declaredPosition(done, { from: NEW, to: `${FROM}@1.30.5` })).toMatchObject({
      versions: { [FROM]: AFTER },
      gateways: { 'ingress/gateway': aloneOn(FROM) },
    });
  });
});
