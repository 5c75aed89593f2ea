import type { WayBack } from '../../rollout/report/way-back';
import { durationText } from './duration-text';
import type { Line } from './page/page';

/** Whether everything could go back now, and what that is known from. */
export function wayBackLine({ ready, istiods, sameRoot, injects, seconds, reason }: WayBack): Line {
  const facts = [
    istiods === null ? 'istiod not known' : `istiod ${istiods.ready}/${istiods.all} ready`,
    sameRoot === null ? 'root not known' : sameRoot ? 'same root' : 'another root',
    injects === null ? 'injector not known' : injects ? 'injects' : 'does not inject',
    ...(seconds === null ? [] : [`about ${durationText(seconds)}`]),
  ];
  const why = reason === '' ? '' : `; ${reason}`;
  const [word, tone] =
    ready === null
      ? (['not known', 'doubt'] as const)
      : ready
        ? (['ready', 'good'] as const)
        : (['not ready', 'bad'] as const);
  return [{ text: word, tone }, { text: ` (${facts.join(', ')})${why}` }];
}
