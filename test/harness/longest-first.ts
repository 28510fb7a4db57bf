import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose tests start browsers and servers: begun last, one of them would keep the run waiting alone. */
const long = ['/test/browser/', '/test/chaos/', '/test/scenario/'];

/** As vitest does, except that the long ones come first also where nothing is known yet of how long each took. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((folder) => moduleId.includes(folder));
      return at < 0 ? long.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
