/** The only import of the simulated university. Otherwise it runs in a process of its own. */
export { startCampus } from '../../scripts/campus/campus.ts';
