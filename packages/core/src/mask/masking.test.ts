import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../testing/index.js';
import { type MaskKind, masking } from './masking.js';

const KINDS: MaskKind[] = ['phone', 'nationalId', 'address', 'email', 'name'];
const mask = (kind: MaskKind, value: unknown) => masking({ p: kind })({ p: value }).p;

describe('masking keeps', () => {
  it.each<[MaskKind, unknown, unknown]>([
    ['phone', '13800138000', '***8000'],
    ['phone', '+86 138-0013-8000', '***8000'],
    ['phone', '１３８００１３８０００', '***8000'],
    ['phone', 13800138000, '***8000'],
    ['phone', '110', '***'],
    ['phone', 'call me', '***'],
    ['nationalId', '11010119900307002x', '110101********002X'],
    ['nationalId', '110101 1990 0307 0021', '110101********0021'],
    ['nationalId', '１１０１０１１９９００３０７００２１', '110101********0021'],
    ['nationalId', '110101900307002', '110101********7002'],
    ['nationalId', 'G12345678', '***'],
    ['email', 'zhang.san@example.com', 'z***@example.com'],
    ['email', '"a@b"@example.com', '"***@example.com'],
    ['email', 'no address', '***'],
    ['email', '@example.com', '***'],
    ['email', '😀x@example.com', '😀***@example.com'],
    ['name', '张三丰', '张**'],
    ['name', ' Alice Smith', 'A**'],
    ['name', '𠮷田', '𠮷**'],
    ['address', '浙江省杭州市西湖区文三路1号', '浙江省杭州市***'],
    ['address', '北京市朝阳区建国路88号', '北京市***'],
    ['address', '上海浦东新区世纪大道1号', '上海***'],
    ['address', '内蒙古自治区锡林郭勒盟锡林浩特市', '内蒙古自治区锡林郭勒盟***'],
    ['address', '湖北省恩施土家族苗族自治州恩施市', '湖北省恩施土家族苗族自治州***'],
    ['address', '新疆维吾尔自治区阿克苏地区库车市', '新疆维吾尔自治区阿克苏地区***'],
    ['address', '湖北省荆州市沙市区', '湖北省荆州市***'],
    ['address', '江苏省镇江市京口区', '江苏省镇江市***'],
    ['address', '江西省景德镇市珠山区', '江西省景德镇市***'],
    ['address', '河南省新乡市红旗区', '河南省新乡市***'],
    ['address', '香港特别行政区油尖旺区弥敦道1号', '香港特别行政区***'],
    ['address', '海南省陵水黎族自治县', '海南省***'],
    ['address', '文三路城市花园3栋', '***'],
    ['address', '12 Main St, Springfield', '***'],
  ])('of a %s %j: %j', (kind, value, masked) => {
    expect(mask(kind, value)).toBe(masked);
  });

  it.each(KINDS)('nothing of a %s that is of another type, and what is missing as it is', (kind) => {
    expect(masking({ p: kind })({ p: { a: '13800138000' } })).toEqual({ p: '***' });
    expect(mask(kind, true)).toBe('***');
    expect(mask(kind, null)).toBe(null);
    expect(mask(kind, '')).toBe('');
    expect(masking({ p: kind })({ other: 1 })).toEqual({ other: 1 });
    expect(masking({ p: kind })(undefined as never)).toEqual({});
  });
});

describe('paths', () => {
  const of = masking({ phone: 'phone', 'contact.mobile': 'phone', 'passengers.card.id': 'nationalId' });
  const number = '13800138000';

  it('go into objects and into every object of an array', () => {
    expect(
      of({
        phone: [number, { a: number }],
        contact: { mobile: number, city: 'x' },
        passengers: [
          { card: { id: '110101199003070021' } },
          [{ card: [{ id: 'x' }] }],
          { card: null },
          number,
        ],
      }),
    ).toEqual({
      phone: ['***8000', '***'],
      contact: { mobile: '***8000', city: 'x' },
      passengers: [
        { card: { id: '110101********0021' } },
        [{ card: [{ id: '***' }] }],
        { card: null },
        '***',
      ],
    });
  });

  it('find a name that holds a dot, and hide a bare value where an object was expected', () => {
    expect(of({ 'contact.mobile': number })).toEqual({ 'contact.mobile': '***8000' });
    expect(of({ contact: number })).toEqual({ contact: '***' });
  });

  it('find what toJSON or a getter gives', () => {
    const contact = { toJSON: () => ({ mobile: number }) };
    const properties = Object.create({ toJSON: () => ({ phone: number, contact }) });
    expect(of(properties)).toEqual({ phone: '***8000', contact: { mobile: '***8000' } });
  });

  it('leave the object of the host as it is', () => {
    const contact = { mobile: number };
    of({ contact });
    expect(contact.mobile).toBe(number);
  });

  it('are refused with a kind that does not exist', () => {
    expect(() => masking({ phone: 'tel' as never })).toThrow(/"phone" must be one of phone, .*"tel"/);
    expect(() => masking({ phone: 'constructor' as never })).toThrow(TypeError);
  });
});

describe('for any value', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
    fc.stringMatching(/^[\d\uff10-\uff19+*Xx -]{0,22}$/),
    fc.stringMatching(/^[浙江省杭州市镇乡盟地区自治路北京上海*1]{0,14}$/),
  );

  it.each(KINDS)('%s never throws, and what is masked stays as it is', (kind) => {
    const of = masking({ p: kind, 'p.q': kind, 'a.b': kind });
    fc.assert(
      fc.property(value, value, (p, b) => {
        const once = of({ p, a: [{ b }] });
        expect(of(once)).toEqual(once);
      }),
    );
  });

  it('a phone shows four digits at most, an address no digit', () => {
    fc.assert(
      fc.property(value, (p) => {
        expect(String(mask('phone', p) ?? '')).not.toMatch(/\d{5}/);
        if (typeof p === 'string') expect(mask('address', p)).not.toMatch(/\d/);
      }),
    );
  });
});

describe('a tracker with a mask', () => {
  const number = '13800138000';
  const everything = ({ device, network }: ReturnType<typeof createWorld>) =>
    JSON.stringify([
      ...device.store.records.values(),
      ...device.settings.entries.values(),
      ...network.requests.map(({ envelope }) => envelope),
    ]);

  it('lets no phone reach the store, the spill or the wire, not by plugins and registered properties either', async () => {
    const world = createWorld();
    const tab = world.open({
      mask: masking({ phone: 'phone', mobile: 'phone' }),
      plugins: [
        {
          name: 'p',
          process: (event) => ({ ...event, properties: { ...event.properties, mobile: number } }),
        },
      ],
    });
    tab.tracker.register({ phone: number });
    tab.track('a', { phone: number, n: 1 });
    await world.settle();
    tab.signal('hidden');
    expect(everything(world)).not.toContain(number);
    await world.advance(60_000);
    expect(world.collector.events[0]?.properties).toEqual({ phone: '***8000', mobile: '***8000', n: 1 });
    expect(everything(world)).not.toContain(number);
  });

  it('drops, counts and warns of an event whose mask throws', async () => {
    const world = createWorld();
    const mask = () => {
      throw new Error('broken');
    };
    const { track, tracker, stats } = world.open({ mask });
    tracker.register({ phone: number });
    track('a', { phone: number });
    await world.advance(60_000);
    expect(stats()).toMatchObject({ tracked: 1, queued: 0, dropped: { invalid: 1 } });
    expect(everything(world)).not.toContain(number);
  });

  it('also masks what waited for consent', async () => {
    const world = createWorld();
    const { track, tracker } = world.open({ consent: 'pending', mask: masking({ phone: 'phone' }) });
    track('a', { phone: number });
    tracker.use({ name: 'late', process: (event) => event });
    tracker.setConsent('granted');
    await world.advance(60_000);
    expect(world.collector.events[0]?.properties).toEqual({ phone: '***8000' });
  });

  it('says how a mask is made, when the option is something else', () => {
    expect(() => createWorld().open({ mask: { phone: 'phone' } as never })).toThrow(
      /"mask" must be a function, such as masking\(rules\), not an object/,
    );
  });
});
