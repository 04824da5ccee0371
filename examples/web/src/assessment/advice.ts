import type { Dimension } from './questions.ts';

interface Advice {
  finding: string;
  advice: string;
}

/** For each dimension: what helps it to grow, and what keeps it. */
export const ADVICE: Record<Dimension, [grow: Advice, keep: Advice]> = {
  专注力: [
    {
      finding: '容易被打断，需要多次回到任务。',
      advice: '用“15 分钟一段”的计时，一段只做一件事，结束后起身走一走。',
    },
    { finding: '能较长时间停留在一件事上。', advice: '保护好整块时间：孩子投入的时候，不递水果，也不提问。' },
  ],
  规划力: [
    {
      finding: '知道要做什么，还不知道先做什么。',
      advice: '每天放学后一起列三件事，由孩子自己排先后，做完亲手划掉。',
    },
    { finding: '已经有先后和轻重的意识。', advice: '把计划从一天拉长到一周，让孩子自己留出“机动时间”。' },
  ],
  记忆力: [
    { finding: '学得进去，但隔几天就淡了。', advice: '睡前花三分钟“回放”：合上书，讲一讲今天记住的两件事。' },
    { finding: '有自己的记忆线索，存得住。', advice: '试着画思维导图，把零散的记忆连成一张网。' },
  ],
  表达力: [
    { finding: '心里有内容，说出来时比较散。', advice: '用“先……然后……最后……”的句式，每天请孩子讲一件小事。' },
    { finding: '能说清楚，也愿意说。', advice: '请孩子当一次小老师，把刚学会的知识讲给家人听。' },
  ],
  复原力: [
    { finding: '遇到困难时，情绪先到一步。', advice: '先说出情绪，再拆开问题：“这道题，哪一步是你会的？”' },
    { finding: '遇到困难能自己想办法。', advice: '偶尔给一道“跳一跳才够得着”的题，并夸奖过程。' },
  ],
};
