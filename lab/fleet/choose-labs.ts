import { LabError } from '../lab-error';
import { fleetDir, labDir, readState } from '../state';
import { memberNamed, readFleet } from './fleet';

/**
 * The folders of the clusters that a command is about: of the one that was named, or of the one whose `env.sh` this shell has
 * sourced, or of all. A lab of one cluster has one, without a name.
 * @throws LabError for a name that no cluster of the lab has
 */
export function chooseLabs(cluster: string | undefined): string[] {
  const fleet = readFleet(fleetDir());
  if (fleet === null) {
    if (cluster === undefined) return [labDir()];
    throw new LabError(`the lab has one cluster, without a name: leave out --cluster ${cluster}`);
  }
  const name = cluster ?? readState(labDir())?.member?.name;
  const members = name === undefined ? fleet.members : [memberNamed(fleet, name)];
  return members.map(({ dir }) => dir);
}

/** As `chooseLabs`, for a command that is about one cluster. @throws LabError where several are meant */
export function chooseLab(cluster: string | undefined): string {
  const [first, ...others] = chooseLabs(cluster);
  if (first !== undefined && others.length === 0) return first;
  const names = (readFleet(fleetDir())?.members ?? []).map(({ name }) => name).join(', ');
  throw new LabError(`the lab has several clusters; name one with --cluster: ${names}`);
}
