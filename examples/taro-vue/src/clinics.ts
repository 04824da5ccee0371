export interface Clinic {
  id: string;
  name: string;
  address: string;
}

export const CLINICS: Clinic[] = [
  { id: 'c-1', name: '社区儿科门诊', address: '解放路 12 号' },
  { id: 'c-2', name: '中医调理门诊', address: '人民路 88 号' },
];

export const findClinic = (id: string | undefined): Clinic | undefined =>
  CLINICS.find((clinic) => clinic.id === id);
