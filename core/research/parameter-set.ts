export type ParameterValue = number | string | boolean;

/** One point of a space of parameters, by the names of its axes. */
export type ParameterSet = Readonly<Record<string, ParameterValue>>;
