import {
  ALL_DAY,
  busyness,
  DAY,
  MINUTE,
  momentOf,
  startOfDay,
  startOfMonth,
  startOfPreviousMonth,
} from './calendar.ts';
import type { Demo } from './demo.ts';
import type { Dice } from './dice.ts';
import { createStage, type Stage } from './stage.ts';

/** The figures of a whole month, as the team's own case study has them. */
const MONTH = { sessions: 5420, resolved: 4623, handled: 812, tickets: 156 };
const AGENTS = [1, 2, 3, 4, 5, 6];

/** A chat service answers customers, hands some over to people, and tickets are opened and closed. The month before and this one. */
export const aiService: Demo = {
  plan: 'ai-service',
  play({ dice, until, days }) {
    const stage = createStage({ dice });
    const scene: Scene = { stage, dice, counters: { session: 0, ticket: 900 } };
    const first = Math.min(startOfPreviousMonth(until), startOfDay(until) - (days - 1) * DAY);
    for (let day = first, index = 0; day <= until; day += DAY, index++) playDay(scene, day, index);
    return stage;
  },
};

interface Scene {
  stage: Stage;
  dice: Dice;
  counters: { session: number; ticket: number };
}

function playDay(scene: Scene, day: number, index: number): void {
  const { stage, dice, counters } = scene;
  const share = daysShare(day);
  const sessions = share(MONTH.sessions);
  const resolved = share(MONTH.resolved);
  const handled = share(MONTH.handled);
  for (let n = 0; n < sessions; n++) {
    const at = momentOf(day, ALL_DAY, dice);
    const sessionId = `s${++counters.session}`;
    const visit = stage.enter(SERVICE, at).after(0, 'ai_session_started', { sessionId });
    for (let message = dice.whole(1, 5); message > 0; message--)
      visit.after(dice.wait(20_000), 'ai_message_replied', {
        sessionId,
        responseTimeMs: dice.whole(900, 2100),
      });
    if (dice.chance(0.3)) visit.after(500, 'order_query', { sessionId, success: dice.chance(0.982) });
    if (dice.chance(0.2)) visit.after(500, 'tracking_query', { sessionId, success: dice.chance(0.968) });
    if (n < resolved) visit.after(dice.wait(30_000), 'ai_session_resolved', { sessionId });
    else {
      visit.after(1000, 'ai_session_escalated', { sessionId });
      if (n < resolved + handled) takeOver(stage, dice, sessionId, visit.now());
    }
  }
  for (const agentId of AGENTS) {
    if ((index + agentId) % 7 < 2) continue;
    const workMinutes = dice.whole(430, 500);
    stage
      .enter(SERVICE, day + 9 * 60 * MINUTE + dice.whole(0, 20) * MINUTE)
      .after(0, 'agent_login', { agentId })
      .after(workMinutes * MINUTE, 'agent_logout', { agentId, workMinutes });
  }
  for (let n = share(MONTH.tickets); n > 0; n--) {
    const ticketId = ++counters.ticket;
    const resolutionHours = dice.between(1, 7);
    stage
      .enter(SERVICE, momentOf(day, ALL_DAY, dice))
      .after(0, 'ticket_created', { ticketId })
      .after(resolutionHours * 60 * MINUTE, 'ticket_closed', {
        ticketId,
        slaMet: dice.chance(0.952),
        resolutionHours,
      });
  }
}

const SERVICE = { deviceId: 'server', platform: 'server' };

function takeOver(stage: Stage, dice: Dice, sessionId: string, at: number): void {
  const agentId = dice.pick(AGENTS);
  const firstResponseMs = dice.whole(12_000, 48_000);
  const handleTimeSec = dice.whole(240, 720);
  const visit = stage.enter(SERVICE, at).after(firstResponseMs, 'agent_message_sent', { agentId, sessionId });
  for (let message = dice.whole(0, 4); message > 0; message--)
    visit.after(dice.wait(40_000), 'agent_message_sent', { agentId, sessionId });
  if (dice.chance(0.08)) visit.after(1000, 'agent_session_transferred', { agentId, sessionId });
  visit.after(20_000, 'agent_session_handled', { agentId, sessionId, handleTimeSec, firstResponseMs });
}

/** Divides a month's number among its days by how busy they are; the shares of a whole month add up to it. */
function daysShare(day: number): (total: number) => number {
  const begin = startOfMonth(day);
  const end = startOfMonth(begin + 40 * DAY);
  const weights: number[] = [];
  for (let at = begin; at < end; at += DAY) weights.push(busyness(at, 0));
  const at = Math.round((day - begin) / DAY);
  const sum = (count: number) => weights.slice(0, count).reduce((total, weight) => total + weight, 0);
  const all = sum(weights.length);
  const upTo = (count: number, total: number) => Math.round((total * sum(count)) / all);
  return (total) => upTo(at + 1, total) - upTo(at, total);
}
