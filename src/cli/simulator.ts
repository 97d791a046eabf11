/** The one door from the program to the simulated university; everything else of it is a process of its own. */
export { startCampus } from '../../scripts/campus/campus.ts';
