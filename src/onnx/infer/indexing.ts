import { axisOf, commonType, type Inferences, requireType, sameShape } from './inference.ts';

export const indexing: Inferences<'Gather' | 'GatherElements' | 'ScatterElements'> = {
  Gather: ({ inputs: { data, indices }, attributes }) => {
    requireType(indices, 'int32', 'int64');
    const axis = axisOf(attributes.axis ?? 0, data.shape.length);
    const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
    const picked = indices.content?.map((index) => (typeof index === 'number' ? data.content?.at(index) : undefined));
    const content = picked?.filter((size) => size !== undefined);
    return { y: { type: data.type, shape, content: content?.length === picked?.length ? content : undefined } };
  },
  GatherElements: ({ inputs: { data, indices }, attributes }) => {
    requireType(indices, 'int32', 'int64');
    axisOf(attributes.axis ?? 0, data.shape.length);
    if (indices.shape.length !== data.shape.length) throw new Error('data and indices have not as many axes');
    return { y: { type: data.type, shape: indices.shape } };
  },
  ScatterElements: ({ inputs: { data, indices, updates }, attributes }) => {
    requireType(indices, 'int32', 'int64');
    axisOf(attributes.axis ?? 0, data.shape.length);
    if (indices.shape.length !== data.shape.length) throw new Error('data and indices have not as many axes');
    if (!sameShape(indices.shape, updates.shape)) throw new Error('the shapes of indices and updates differ');
    return { y: { type: commonType(data, updates), shape: data.shape } };
  },
};
