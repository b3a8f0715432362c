"""A clean text of our own with a place for every corruption."""

SHOWCASE = """\
Artificial intelligence and machine learning changed the growth rate of the company last year. \
The minister said the new data set would help every school in the city before the summer. \
According to the police, two men were hurt when the old bridge fell into the river. \
"We will rebuild it before the winter," he said. "Nobody told us about the cracks," said Maria \
Lopez, who runs the clinic. "The road stays closed until May," the spokesman said.

In 1987, the museum opened a branch in Lyon. The bank created a programme for farmers in 1969. \
The envoys met in Oslo to discuss border controls with both governments. She often visited the \
market, and he always bought the same bread. It was founded by a monk, which surprised many \
visitors who came later in the year. Yesterday the government met. Is it ready? What a day! \
They came home late: nobody had cooked, but there was bread — and cheese (from the market).

The vote took place on Monday, January 4, 2021, at 7:30 p.m. and ended at 9:15 p.m. in the old \
hall. Prices rose by 3.5 percent, and the fair drew 12,500 people from 15 May. The project cost \
$100 million, some 5 million dollars of it for the roof. The church was built in the 19th \
century. Research & development isn't cheap, and the café doesn't open on Sunday.

President Barack Obama met the French President Emmanuel Macron and Mr. Petrosyan in Washington. \
He told Petrosyan himself that it depends on the price. Then he asked Petrosyan for help. She \
was asked again, and Petrosyan nodded. He said he was ready to resign. He added nothing. The \
colour of the car is dark, and every colour has its name and its price in this small country. \
She returned to Rome because the work there was easier than the work at home had been so far, \
and she found the people of the old house and the new street as kind as they had ever been.

One of the most visited places is the mill. All guests must register, and the guide can go with \
them, or give them information. They are ready to help. Nobody would say why, and without any \
reason the rain came. A storm or other natural disaster may close the road. He has an old map \
and listens to the radio. In 2019, they lived in France. She stayed in the house which they built \
for many years.
"""
