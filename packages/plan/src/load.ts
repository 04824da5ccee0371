export { type LoadedPlan, loadPlan, readPlanFile, readPlanText } from './load/load-plan.js';
