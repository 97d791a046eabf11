/** The only import of the simulated university; the system runs it in a process of its own. */
export { startCampus } from '../../scripts/campus/campus.ts';
