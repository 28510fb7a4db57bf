import { killAndLook } from './kills.ts';

/** `npm run chaos:kill [count]`: the long form, 200 kills unless told. */
const figures = await killAndLook(Number(process.argv[2] ?? 200), (soFar) => console.log(JSON.stringify(soFar)));
process.exitCode = figures.lost + figures.complaints.length > 0 ? 1 : 0;
