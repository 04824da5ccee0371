/** What a column of a table of events may say, and what people call it. */
const COLUMNS = {
  event: ['event', 'eventname', 'eventid', '事件', '事件名', '事件名称', '事件标识'],
  eventDescription: ['eventdescription', '事件描述', '事件说明'],
  trigger: ['trigger', 'when', '触发时机', '上报时机'],
  priority: ['priority', '优先级'],
  owner: ['owner', 'team', '负责人'],
  group: ['group', 'category', 'module', '分组', '模块'],
  property: ['property', 'propertyname', 'field', 'parameter', '属性', '属性名', '字段', '字段名', '参数'],
  type: ['type', 'propertytype', 'datatype', '类型', '数据类型', '属性类型'],
  required: ['required', 'mandatory', '必填', '是否必填'],
  description: ['description', 'propertydescription', 'meaning', '描述', '说明', '属性描述', '含义'],
  enum: ['enum', 'values', 'allowedvalues', '枚举', '枚举值', '取值'],
  format: ['format', '格式'],
  example: ['example', 'sample', '示例', '样例'],
  pii: ['pii', 'mask', '脱敏'],
} as const;

export type Column = keyof typeof COLUMNS;

export function columnOf(heading: string): Column | undefined {
  const plain = heading.toLowerCase().replace(/[\s_-]+/g, '');
  return (Object.keys(COLUMNS) as Column[]).find((column) =>
    (COLUMNS[column] as readonly string[]).includes(plain),
  );
}

export const HEADINGS = Object.values(COLUMNS).map(([heading]) => heading);
