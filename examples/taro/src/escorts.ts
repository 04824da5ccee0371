export interface Escort {
  id: string;
  name: string;
  hospital: string;
  department: string;
  price: number;
}

const ESCORTS: Escort[] = [
  { id: 'e-1', name: '王芳', hospital: '协和医院', department: '儿科', price: 199 },
  { id: 'e-2', name: '李强', hospital: '协和医院', department: '骨科', price: 239 },
  { id: 'e-3', name: '陈静', hospital: '华西医院', department: '儿科', price: 179 },
];

export const DEPARTMENTS = ['儿科', '骨科'];

export const search = (keyword: string, department: string): Escort[] =>
  ESCORTS.filter(
    (escort) =>
      (escort.name + escort.hospital).includes(keyword) && (!department || escort.department === department),
  );

export const findEscort = (id: string | undefined): Escort => {
  const [first] = ESCORTS as [Escort, ...Escort[]];
  return ESCORTS.find((escort) => escort.id === id) ?? first;
};
